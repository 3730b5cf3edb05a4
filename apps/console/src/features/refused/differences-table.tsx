'use client';

import type { JsonDifference } from '@activity-hub/contracts/activity/refused-repair';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

function written(value: JsonDifference['before']): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}

/** What a repair changes, place by place. Signs go with the colours, which alone would say nothing to some. */
export function DifferencesTable({ differences }: { readonly differences: readonly JsonDifference[] }): ReactNode {
  const t = useTranslations('refused.difference');
  const verdict = useTranslations('refused.verdict');
  if (differences.length === 0) return <p className="text-ink-soft">{verdict('unchanged')}</p>;
  return (
    <table aria-label={verdict('changes')} className="w-full table-fixed border-separate border-spacing-0 text-xs">
      <thead>
        <tr className="text-left text-ink-faint">
          <th scope="col" className="w-1/3 py-1 pr-2 font-medium">
            {t('place')}
          </th>
          <th scope="col" className="py-1 pr-2 font-medium">
            {t('before')}
          </th>
          <th scope="col" className="py-1 font-medium">
            {t('after')}
          </th>
        </tr>
      </thead>
      <tbody className="font-mono [&_td]:border-t [&_td]:py-1 [&_td]:pr-2 [&_td]:align-top [&_td]:[overflow-wrap:anywhere]">
        {differences.map(({ pointer, before, after }) => (
          <tr key={pointer}>
            <td>{pointer === '' ? <span className="font-sans">{t('whole')}</span> : pointer}</td>
            <td>
              {before === undefined ? (
                <span className="font-sans text-ink-faint">{t('absent')}</span>
              ) : (
                <del className="rounded-sm bg-danger-soft text-danger no-underline">{`− ${written(before)}`}</del>
              )}
            </td>
            <td>
              {after === undefined ? (
                <span className="font-sans text-ink-faint">{t('absent')}</span>
              ) : (
                <ins className="rounded-sm bg-good-soft text-good no-underline">{`+ ${written(after)}`}</ins>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

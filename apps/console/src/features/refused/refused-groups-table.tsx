'use client';

import type { RefusedGroup } from '@activity-hub/contracts/activity/refused-search';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useProblemTitle } from '../../components/hub-words/use-problem-title.ts';
import { PeekTable } from '../../components/peek-table.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { ReasonPlace } from './reason-place.tsx';

/** More names make a row too tall; the rest is on hover and in the group itself. */
const listedSources = 2;

/** Largest first: the bar tells how much of the work a reason is. */
export function RefusedGroupsTable({
  groups,
  hrefOf,
  onOpen,
}: {
  readonly groups: readonly RefusedGroup[];
  readonly hrefOf: (groupId: string) => string;
  readonly onOpen: (groupId: string) => void;
}): ReactNode {
  const t = useTranslations('refused');
  const format = useFormatter();
  const problemTitle = useProblemTitle();
  const largest = Math.max(1, ...groups.map(({ count }) => count));
  return (
    <PeekTable
      rows={groups}
      idOf={(group) => group.group_id}
      peeked={null}
      hrefOf={hrefOf}
      onPeek={onOpen}
      label={t('column.reason')}
      columns={[
        {
          name: t('column.reason'),
          cell: ({ code, pointer, detail }, link) => (
            <>
              {link(
                <>
                  {problemTitle(code)}
                  <ReasonPlace pointer={pointer} />
                </>,
                { title: code },
              )}
              <span className="line-clamp-2 text-ink-faint text-xs [overflow-wrap:anywhere]">{detail}</span>
            </>
          ),
        },
        {
          name: t('column.type'),
          from: '3xl',
          className: 'min-w-48 font-mono text-ink-soft text-xs [overflow-wrap:anywhere]',
          cell: ({ event_type: type }) => type ?? <span className="font-sans">{t('unknownType')}</span>,
        },
        {
          name: t('column.sources'),
          from: '4xl',
          className: 'text-ink-soft',
          cell: ({ sources }) => <SourceNames sources={sources} />,
        },
        {
          name: t('column.count'),
          align: 'right',
          className: 'w-32',
          cell: ({ count }) => (
            <>
              <span className="tabular">{format.number(count)}</span>
              <ShareBar share={count / largest} />
            </>
          ),
        },
        {
          name: t('column.firstSeen'),
          from: '5xl',
          className: 'tabular whitespace-nowrap text-ink-soft',
          cell: ({ first_seen_at: at }) => <Instant at={at} />,
        },
        {
          name: t('column.lastSeen'),
          from: 'xl',
          className: 'tabular whitespace-nowrap text-ink-soft',
          cell: ({ last_seen_at: at }) => <Instant at={at} />,
        },
      ]}
    />
  );
}

function SourceNames({ sources }: { readonly sources: readonly string[] }): ReactNode {
  return (
    <span title={sources.join(', ')}>
      {sources.slice(0, listedSources).join(', ')}
      {sources.length > listedSources ? (
        <span className="ml-1 text-ink-faint">{`+${sources.length - listedSources}`}</span>
      ) : null}
    </span>
  );
}

function ShareBar({ share }: { readonly share: number }): ReactNode {
  return (
    <span aria-hidden className="mt-1 ml-auto block h-1.5 w-full max-w-24 overflow-hidden rounded-full bg-line">
      <span className="block h-full rounded-full bg-danger" style={{ width: `${Math.max(3, share * 100)}%` }} />
    </span>
  );
}

'use client';

import type { RefusedRow } from '@activity-hub/contracts/activity/refused-event';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useProblemTitle } from '../../components/hub-words/use-problem-title.ts';
import { type PeekRows, PeekTable } from '../../components/peek-table.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { ReasonPlace } from './reason-place.tsx';
import { RefusedStateBadge } from './refused-state-badge.tsx';

export function RefusedTable(refused: PeekRows<RefusedRow>): ReactNode {
  const t = useTranslations('refused');
  const problemTitle = useProblemTitle();
  return (
    <PeekTable
      {...refused}
      label={t('title')}
      columns={[
        {
          name: t('column.reason'),
          cell: ({ code, pointer, detail, beginning }, link) => (
            <>
              {link(
                <>
                  {problemTitle(code)}
                  <ReasonPlace pointer={pointer} />
                </>,
                { title: detail },
              )}
              <code className="line-clamp-1 font-mono text-ink-faint text-xs [overflow-wrap:anywhere]">
                {beginning}
              </code>
            </>
          ),
        },
        {
          name: t('column.type'),
          from: '4xl',
          className: 'min-w-48 font-mono text-ink-soft text-xs [overflow-wrap:anywhere]',
          cell: ({ event_type: type }) => type ?? <span className="font-sans">{t('unknownType')}</span>,
        },
        {
          name: t('column.source'),
          from: '2xl',
          className: 'text-ink-soft',
          cell: ({ source_system: source }) => source ?? t('unknownSource'),
        },
        {
          name: t('column.received'),
          from: 'xl',
          className: 'tabular whitespace-nowrap text-ink-soft',
          cell: ({ received_at: at }) => <Instant at={at} />,
        },
        { name: t('column.state'), cell: ({ state }) => <RefusedStateBadge state={state} /> },
      ]}
    />
  );
}

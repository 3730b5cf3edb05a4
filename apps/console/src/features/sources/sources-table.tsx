'use client';

import type { SourceHealth } from '@activity-hub/contracts/activity/source-health';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import type { MouseEvent, ReactNode } from 'react';
import { classNames } from '../../components/class-names.ts';
import { Cell, DataRow, DataTable, HeadCell } from '../../components/ui/data-table.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { RefusalRate } from './refusal-rate.tsx';
import { refusedOf } from './source-links.tsx';
import { SourceStateBadges } from './source-state-badges.tsx';

export function SourcesTable({
  sources,
  peeked,
  hrefOf,
  onPeek,
}: {
  readonly sources: readonly SourceHealth[];
  readonly peeked: string | null;
  readonly hrefOf: (source: string) => string;
  readonly onPeek: (source: string) => void;
}): ReactNode {
  const t = useTranslations('sources');
  return (
    <DataTable aria-label={t('title')}>
      <thead>
        <tr>
          <HeadCell>{t('column.source')}</HeadCell>
          <HeadCell>{t('column.health')}</HeadCell>
          <HeadCell className="@max-xl:hidden">{t('column.lastSeen')}</HeadCell>
          <HeadCell className="text-right @max-3xl:hidden">{t('column.accepted')}</HeadCell>
          <HeadCell className="text-right @max-2xl:hidden">{t('column.refused')}</HeadCell>
          <HeadCell className="@max-4xl:hidden">{t('column.rate')}</HeadCell>
          <HeadCell className="text-right">{t('column.open')}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {sources.map((source) => (
          <SourceRow
            key={source.source}
            source={source}
            peeked={source.source === peeked}
            href={hrefOf(source.source)}
            onPeek={onPeek}
          />
        ))}
      </tbody>
    </DataTable>
  );
}

function SourceRow({
  source,
  peeked,
  href,
  onPeek,
}: {
  readonly source: SourceHealth;
  readonly peeked: boolean;
  readonly href: string;
  readonly onPeek: (source: string) => void;
}): ReactNode {
  const format = useFormatter();
  const t = useTranslations('sources.links');
  const open = (event: MouseEvent): void => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onPeek(source.source);
  };
  return (
    <DataRow
      aria-current={peeked ? 'true' : undefined}
      className={classNames(peeked && 'bg-accent-soft hover:bg-accent-soft')}
    >
      <Cell>
        <a
          href={href}
          data-row={source.source}
          onClick={open}
          className="block font-medium outline-offset-[-2px] [overflow-wrap:anywhere] after:absolute after:inset-0"
        >
          {source.source}
        </a>
      </Cell>
      <Cell>
        <SourceStateBadges source={source} />
      </Cell>
      <Cell className="tabular text-ink-soft @max-xl:hidden">
        <Instant at={source.last_seen_at} />
      </Cell>
      <Cell className="tabular text-right text-ink-soft @max-3xl:hidden">{format.number(source.accepted_24h)}</Cell>
      <Cell className="tabular text-right text-ink-soft @max-2xl:hidden">{format.number(source.refused_24h)}</Cell>
      <Cell className="text-ink-soft @max-4xl:hidden">
        <RefusalRate rate={source.refusal_rate_24h} />
      </Cell>
      <Cell className="tabular text-right">
        {source.open_refused === 0 ? (
          format.number(0)
        ) : (
          <Link
            href={refusedOf(source.source)}
            prefetch={false}
            aria-label={`${source.source}: ${t('open', { count: source.open_refused })}`}
            className="relative z-1 inline-flex min-h-6 min-w-6 items-center justify-end font-medium text-accent-strong underline underline-offset-4"
          >
            {format.number(source.open_refused)}
          </Link>
        )}
      </Cell>
    </DataRow>
  );
}

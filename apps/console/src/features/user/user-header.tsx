'use client';

import type { UserSummary } from '@activity-hub/contracts/activity/user-activity';
import { ArrowDown, ArrowUp, Minus } from 'lucide-react';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { FreshnessNote } from '../../components/freshness-note.tsx';
import { Badge } from '../../components/ui/badge.tsx';
import { CopyButton } from '../../components/ui/copy-button.tsx';
import { PageHeading } from '../../components/ui/page-heading.tsx';
import { Instant } from '../../times/times-provider.tsx';

const spans = ['day', 'week', 'month'] as const;

export function UserHeader({ person }: { readonly person: UserSummary }): ReactNode {
  const t = useTranslations('user');
  return (
    <>
      <PageHeading
        title={
          <span className="flex items-center gap-2">
            <span title={person.user_id} className="[overflow-wrap:anywhere]">
              {person.display_name ?? t('heading', { id: person.user_id.slice(0, 8) })}
            </span>
            <CopyButton text={person.user_id} label={t('copyId')} className="size-7" />
            {person.open_cases === 0 ? null : (
              <Link href={`/anomalies?user=${person.user_id}`} prefetch={false} className="flex rounded-md">
                <Badge tone="warning">{t('openCases', { count: person.open_cases })}</Badge>
              </Link>
            )}
          </span>
        }
        detail={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            {person.display_name === null ? null : <code className="font-mono">{person.user_id.slice(0, 8)}</code>}
            {person.time_zone === null ? null : <span>{t('zone', { zone: person.time_zone })}</span>}
            <span>{t('events', { count: person.total_events })}</span>
            {person.last_event_at === null ? null : (
              <span>{t.rich('lastEvent', { at: () => <Instant at={person.last_event_at ?? ''} /> })}</span>
            )}
            <FreshnessNote freshness={person.freshness} />
          </span>
        }
      />
      <dl className="mb-4 grid grid-cols-3 gap-2 sm:gap-4">
        {spans.map((span) => (
          <ScoreTile key={span} span={span} now={person.score[span]} before={person.score[`previous_${span}`]} />
        ))}
      </dl>
    </>
  );
}

function ScoreTile({
  span,
  now,
  before,
}: {
  readonly span: (typeof spans)[number];
  readonly now: number;
  readonly before: number;
}): ReactNode {
  const t = useTranslations('user.score');
  const format = useFormatter();
  const number = (value: number): string => format.number(value, { maximumFractionDigits: 1 });
  const change = Math.round((now - before) * 10) / 10;
  const Icon = change > 0 ? ArrowUp : change < 0 ? ArrowDown : Minus;
  return (
    <div className="rounded-xl border bg-surface p-3 shadow-card sm:p-4">
      <dt className="text-ink-faint text-xs">{t(span)}</dt>
      <dd className="mt-1 flex flex-wrap items-baseline gap-x-2">
        <span className="tabular font-semibold text-xl tracking-tight sm:text-2xl" data-score={span}>
          {number(now)}
        </span>
        <span className="inline-flex items-center gap-0.5 text-ink-soft text-xs">
          <Icon aria-hidden size={13} className={change > 0 ? 'text-good' : undefined} />
          <span className="sr-only">{t(change > 0 ? 'up' : change < 0 ? 'down' : 'same')}</span>
          <span className="tabular">{number(Math.abs(change))}</span>
        </span>
        <span className="w-full text-ink-faint text-xs">{t(`before.${span}`, { score: number(before) })}</span>
      </dd>
    </div>
  );
}

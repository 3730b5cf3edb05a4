'use client';

import type { SeenWork } from '@activity-hub/contracts/activity/work-trace';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Badge } from '../../components/ui/badge.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { WorkStatusBadge } from './work-status-badge.tsx';

export function workHref(workId: string): string {
  return `/works/${encodeURIComponent(workId)}`;
}

/** A work at a glance, leading to its trace. */
export function WorkLine({ work }: { readonly work: SeenWork }): ReactNode {
  const t = useTranslations('works');
  const { artifacts, evidence, events, failed } = work.counts;
  return (
    <li className="border-b py-2 last:border-b-0" data-work={work.work_id}>
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Link
          href={workHref(work.work_id)}
          prefetch={false}
          className="min-w-0 break-all rounded font-medium text-accent-strong underline-offset-4 hover:underline"
        >
          {work.work_id}
        </Link>
        <WorkStatusBadge status={work.status} />
        {work.version === 0 ? null : <Badge>{t('version', { version: work.version })}</Badge>}
        {work.gaps.length === 0 ? null : <Badge tone="warning">{t('gapCount', { count: work.gaps.length })}</Badge>}
        {failed === 0 ? null : <Badge tone="danger">{t('failedCount', { count: failed })}</Badge>}
      </div>
      <p className="mt-0.5 text-ink-faint text-xs">
        {[
          t('events', { count: events }),
          t('artifacts', { count: artifacts }),
          t('evidence', { count: evidence }),
        ].join(' · ')}
        {' · '}
        <Instant at={work.last_event_at} />
      </p>
    </li>
  );
}

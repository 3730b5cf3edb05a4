'use client';

import type { WorkTrace } from '@activity-hub/contracts/activity/work-trace';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type ReactNode, useMemo } from 'react';
import { FreshnessNote } from '../../components/freshness-note.tsx';
import { PeekRoom } from '../../components/peek-room.tsx';
import { ShortId } from '../../components/short-id.tsx';
import { Badge } from '../../components/ui/badge.tsx';
import { Button } from '../../components/ui/button.tsx';
import { Card, CardHeading } from '../../components/ui/card.tsx';
import { FailedState } from '../../components/ui/failed-state.tsx';
import { PageHeading } from '../../components/ui/page-heading.tsx';
import { RowsSkeleton } from '../../components/ui/skeleton.tsx';
import { useRowPeek } from '../../components/use-row-peek.ts';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { EventPeek } from '../events/event-peek.tsx';
import { downloadTrace } from './download-trace.ts';
import { marksOf } from './trace-moments.ts';
import { TraceTimeline } from './trace-timeline.tsx';
import { TraceArtifacts, TraceConcerns, TraceEntries } from './trace-tree.tsx';
import { WorkLine, workHref } from './work-line.tsx';
import { WorkStatusBadge } from './work-status-badge.tsx';

/** The trace of one work: what needs attention, the time line, and a list of everything beside it. */
export function WorkPage({ workId }: { readonly workId: string }): ReactNode {
  const hub = useHub();
  const query = useQuery(hub.works.get.queryOptions({ work_id: workId }));
  if (query.isPending) return <RowsSkeleton rows={8} />;
  if (query.isError)
    return <FailedState error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />;
  return <Trace trace={query.data} />;
}

function Trace({ trace }: { readonly trace: WorkTrace }): ReactNode {
  const t = useTranslations('works');
  const marks = useMemo(() => marksOf(trace), [trace]);
  const ids = useMemo(() => trace.entries.flatMap((entry) => entry.event_id ?? []), [trace]);
  const peek = useRowPeek(ids, undefined);
  const links = {
    hrefOf: (eventId: string) => `${workHref(trace.work_id)}?peek=${eventId}`,
    onPeek: peek.open,
  };
  return (
    <PeekRoom open={peek.id !== null}>
      <WorkHeading trace={trace} />
      <div className="grid grid-cols-1 gap-4">
        <TraceConcerns trace={trace} links={links} />
        <TraceTimeline marks={marks} links={links} />
        <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
          <TraceEntries trace={trace} links={links} />
          <div className="grid content-start gap-4">
            <TraceArtifacts trace={trace} links={links} />
            {trace.children.length === 0 ? null : (
              <Card aria-label={t('children')}>
                <CardHeading title={t('children')} />
                <ol>
                  {trace.children.map((child) => (
                    <WorkLine key={child.work_id} work={child} />
                  ))}
                </ol>
              </Card>
            )}
          </div>
        </div>
      </div>
      {peek.id === null ? null : <EventPeek eventId={peek.id} {...peek.walk} />}
    </PeekRoom>
  );
}

function WorkHeading({ trace }: { readonly trace: WorkTrace }): ReactNode {
  const t = useTranslations('works');
  const { parent_work_id: parent } = trace;
  return (
    <PageHeading
      title={<span className="break-all">{t('heading', { id: trace.work_id })}</span>}
      detail={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <WorkStatusBadge status={trace.status} />
          <Badge>{trace.version === 0 ? t('notIssued') : t('version', { version: trace.version })}</Badge>
          {trace.late_events === 0 ? null : <span>{t('lateEvents', { count: trace.late_events })}</span>}
          {trace.user_ids.map((userId) => (
            <Link
              key={userId}
              href={`/users/${userId}`}
              prefetch={false}
              className="rounded text-accent-strong underline underline-offset-4"
            >
              <ShortId id={userId} />
            </Link>
          ))}
          {trace.hidden_users === 0 ? null : <span>{t('hiddenUsers', { count: trace.hidden_users })}</span>}
          {parent === null ? null : (
            <Link href={workHref(parent)} prefetch={false} className="rounded text-accent-strong underline">
              {t('partOf', { id: parent })}
            </Link>
          )}
          <FreshnessNote freshness={trace.freshness} />
        </span>
      }
    >
      <Button tone="quiet" onClick={() => downloadTrace(trace)}>
        {t('download')}
      </Button>
    </PageHeading>
  );
}

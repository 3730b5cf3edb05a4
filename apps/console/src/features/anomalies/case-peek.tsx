'use client';

import type { AnomalyCase } from '@activity-hub/contracts/activity/anomaly-case';
import { useQueries, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { EventTypeLabel } from '../../components/event-type-label.tsx';
import { Fact, Facts } from '../../components/facts.tsx';
import type { PeekWalk } from '../../components/peek-panel.tsx';
import { QueryPeek } from '../../components/query-peek.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { SeverityBadge, StatusBadge, useKindName } from './case-labels.tsx';
import { EscalateCase } from './escalate-case.tsx';
import { EvidenceView } from './evidence-view.tsx';

export function CasePeek({ caseId, ...walk }: PeekWalk & { readonly caseId: string }): ReactNode {
  const t = useTranslations('anomalies');
  const hub = useHub();
  const query = useQuery(hub.anomalies.get.queryOptions({ case_id: caseId }));
  return (
    <QueryPeek label={t('case')} query={query} walk={walk}>
      {(anomaly) => <CaseDetails anomaly={anomaly} />}
    </QueryPeek>
  );
}

function CaseDetails({ anomaly }: { readonly anomaly: AnomalyCase }): ReactNode {
  const t = useTranslations('anomalies');
  const kindName = useKindName();
  return (
    <div className="grid gap-5">
      <header aria-live="polite">
        <h2 className="font-semibold text-base first-letter:uppercase" title={anomaly.kind}>
          {kindName(anomaly.kind)}
        </h2>
        <p className="mt-1.5 flex flex-wrap gap-1.5">
          <SeverityBadge severity={anomaly.severity} />
          <StatusBadge status={anomaly.status} />
        </p>
      </header>
      <EscalateCase anomaly={anomaly} />
      <EvidenceView evidence={anomaly.evidence} />
      <Facts>
        <Fact name={t('column.user')} copy={anomaly.user_id}>
          {anomaly.user_id === null ? null : (
            <Link
              href={`/users/${anomaly.user_id}`}
              prefetch={false}
              className="text-accent-strong underline underline-offset-4"
            >
              <code>{anomaly.user_id}</code>
            </Link>
          )}
        </Fact>
        <Fact name={t('column.first')}>
          <Instant at={anomaly.first_seen_at} />
        </Fact>
        <Fact name={t('column.last')}>
          <Instant at={anomaly.last_seen_at} />
        </Fact>
        <Fact name={t('column.findings')}>{anomaly.findings}</Fact>
        <Fact name={t('detector')}>
          <code>{`${anomaly.detector} ${anomaly.detector_version}`}</code>
        </Fact>
        <Fact name={t('caseId')} copy={anomaly.case_id}>
          <code>{anomaly.case_id}</code>
        </Fact>
      </Facts>
      <ContributingEvents eventIds={anomaly.event_ids} />
    </div>
  );
}

/** As many as a person reads; the links lead on. */
const shownEvents = 10;

function ContributingEvents({ eventIds }: { readonly eventIds: readonly string[] }): ReactNode {
  const t = useTranslations('anomalies');
  const hub = useHub();
  const events = useQueries({
    queries: eventIds
      .slice(0, shownEvents)
      .map((eventId) =>
        hub.events.get.queryOptions({ event_id: eventId }, { staleTime: Number.POSITIVE_INFINITY, retry: false }),
      ),
  });
  if (eventIds.length === 0) return null;
  return (
    <section aria-label={t('events')}>
      <h3 className="mb-1 font-medium text-ink-soft text-xs">
        {t('eventsShown', { shown: events.length, count: eventIds.length })}
      </h3>
      <ul className="divide-y rounded-lg border">
        {eventIds.slice(0, shownEvents).map((eventId, at) => {
          const event = events[at]?.data;
          return (
            <li key={eventId}>
              <Link
                href={`/events?peek=${eventId}`}
                prefetch={false}
                className="flex min-h-9 items-center justify-between gap-3 px-3 outline-offset-[-2px] hover:bg-hover"
              >
                {event === undefined ? (
                  <code className="truncate font-mono text-xs">{eventId}</code>
                ) : (
                  <>
                    <EventTypeLabel eventType={event.event_type} />
                    <Instant at={event.timestamp} className="tabular shrink-0 text-ink-faint text-xs" />
                  </>
                )}
              </Link>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

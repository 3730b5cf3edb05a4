'use client';

import { isWorkFailure } from '@activity-hub/contracts/activity/is-work-failure';
import type { WorkTrace } from '@activity-hub/contracts/activity/work-trace';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { EventTypeLabel, useEventTypeName } from '../../components/event-type-label.tsx';
import { Badge } from '../../components/ui/badge.tsx';
import { Card, CardHeading } from '../../components/ui/card.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { type MarkLinks, MarkName } from './trace-timeline.tsx';

interface TraceProps {
  readonly trace: WorkTrace;
  readonly links: MarkLinks;
}

/** What has to be looked at first: failures, and what is missing. Absent when there is neither. */
export function TraceConcerns({ trace, links }: TraceProps): ReactNode {
  const t = useTranslations('works');
  const nameOf = useEventTypeName();
  const failed = trace.entries.filter((entry) => isWorkFailure(entry.event_type));
  if (failed.length + trace.gaps.length === 0 && trace.status !== 'submitted') return null;
  return (
    <Card aria-label={t('concerns')}>
      <CardHeading title={t('concerns')} />
      <ul className="grid gap-1.5">
        {trace.status === 'submitted' ? <li>{t('pending')}</li> : null}
        {failed.map((entry) => (
          <li key={`${entry.at} ${entry.event_id}`} className="flex flex-wrap items-center gap-2">
            <Badge tone="danger">{t('failed')}</Badge>
            <MarkName name={nameOf(entry.event_type)} eventId={entry.event_id} links={links} />
            <Instant at={entry.at} className="text-ink-faint text-xs" />
          </li>
        ))}
        {trace.gaps.map((gap) => (
          <li
            key={`${gap.code} ${gap.artifact_id} ${gap.at}`}
            data-gap={gap.code}
            className="flex flex-wrap items-center gap-2"
          >
            <Badge tone="warning">{t(`gap.${gap.code}`)}</Badge>
            {gap.artifact_id === null && gap.event_id === null ? null : (
              <MarkName name={gap.artifact_id ?? t('itsEvent')} eventId={gap.event_id} links={links} />
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Artifacts, each with its evidence under it, then evidence of the whole. */
export function TraceArtifacts({ trace, links }: TraceProps): ReactNode {
  const t = useTranslations('works');
  const ids = new Set(trace.artifacts.map((artifact) => artifact.artifact_id));
  const ofWhole = trace.evidence.filter(({ artifact_id }) => artifact_id === null || !ids.has(artifact_id));
  return (
    <Card aria-label={t('results')}>
      <CardHeading title={t('results')} />
      <ul className="grid gap-2">
        {trace.artifacts.map((artifact) => (
          <li key={`${artifact.artifact_id} ${artifact.at}`}>
            <MarkName
              name={artifact.artifact_id ?? artifact.artifact_type ?? t('unnamed')}
              eventId={artifact.event_id}
              links={links}
            />
            <Evidence
              links={links}
              evidence={trace.evidence.filter(
                ({ artifact_id }) => artifact_id !== null && artifact_id === artifact.artifact_id,
              )}
            />
          </li>
        ))}
        {ofWhole.length === 0 ? null : (
          <li>
            <span className="text-ink-soft">{t('wholeWork')}</span>
            <Evidence links={links} evidence={ofWhole} />
          </li>
        )}
      </ul>
      {trace.artifacts.length + trace.evidence.length === 0 ? <p className="text-ink-soft">{t('noResults')}</p> : null}
    </Card>
  );
}

function Evidence({
  evidence,
  links,
}: {
  readonly evidence: WorkTrace['evidence'];
  readonly links: MarkLinks;
}): ReactNode {
  if (evidence.length === 0) return null;
  return (
    <ul className="ml-2 border-l pl-3">
      {evidence.map((one) => (
        <li key={one.evidence_id}>
          <MarkName name={one.evidence_id} eventId={one.event_id} links={links} />
        </li>
      ))}
    </ul>
  );
}

/** Every event the trace names, oldest first. */
export function TraceEntries({ trace, links }: TraceProps): ReactNode {
  const t = useTranslations('works');
  const nameOf = useEventTypeName();
  // Of events out of sight nothing but their place sets one apart.
  const placed = trace.entries.map((entry, index) => ({ key: `entry-${index}`, entry }));
  const left = trace.counts.events - trace.entries.length;
  return (
    <Card aria-label={t('entries')}>
      <CardHeading title={t('entries')} detail={left > 0 ? t('olderEvents', { count: left }) : undefined} />
      <ol className="max-h-[40rem] overflow-y-auto">
        {placed.map(({ key, entry }) => (
          <li key={key} className="flex min-h-8 flex-wrap items-center gap-x-2">
            <Instant at={entry.at} className="tabular text-ink-faint text-xs" />
            {entry.event_id === null ? (
              <EventTypeLabel eventType={entry.event_type} className="text-ink-soft" />
            ) : (
              <MarkName name={nameOf(entry.event_type)} eventId={entry.event_id} links={links} />
            )}
            {entry.late ? <Badge tone="accent">{t('late')}</Badge> : null}
            {entry.event_id === null ? <Badge>{t('outOfSight')}</Badge> : null}
          </li>
        ))}
      </ol>
    </Card>
  );
}

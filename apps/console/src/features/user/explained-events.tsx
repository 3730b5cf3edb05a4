'use client';

import type { ScoreExplanation } from '@activity-hub/contracts/activity/explanation';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { EventTypeLabel } from '../../components/event-type-label.tsx';
import { Button } from '../../components/ui/button.tsx';
import { useTimes } from '../../times/times-provider.tsx';

export interface ExplainedEvent {
  readonly event_id: string;
  readonly event_type: string;
  readonly timestamp: string;
  /** What it did to the value, in a few words; null where the changes say it. */
  readonly effect: string | null;
  /** What it changed in the value, a line for each place. */
  readonly changes: readonly string[];
}

/** The events behind a value, a page at a time, and those that were taken back. */
export function ExplainedEvents({
  userId,
  title,
  count,
  events,
  notCounted,
  onMore,
  isLoading,
}: {
  readonly userId: string;
  readonly title: string;
  /** Of all pages. */
  readonly count: number;
  readonly events: readonly ExplainedEvent[];
  readonly notCounted: ScoreExplanation['not_counted'];
  /** Undefined: all are shown. */
  readonly onMore: (() => void) | undefined;
  readonly isLoading: boolean;
}): ReactNode {
  const t = useTranslations('explanation');
  const times = useTimes();
  const hrefOf = (eventId: string): string => `/events?user=${userId}&peek=${eventId}`;
  return (
    <section aria-label={t('eventsTable')} className="grid grid-cols-1 gap-1.5">
      <h3 className="font-medium">
        {title}{' '}
        <span className="font-normal text-ink-soft text-xs">{t('shownOf', { shown: events.length, count })}</span>
      </h3>
      <ul>
        {events.map(({ event_id, event_type, timestamp, effect, changes }) => (
          <li key={event_id} data-explained-event={event_id} className="py-1">
            <div className="flex flex-wrap items-baseline justify-between gap-x-3">
              <Link href={hrefOf(event_id)} prefetch={false} className="max-w-full rounded hover:underline">
                <EventTypeLabel eventType={event_type} />
              </Link>
              <span className="tabular text-ink-soft text-xs">
                {times.instant(timestamp)}
                {effect === null ? null : ` · ${effect}`}
              </span>
            </div>
            {changes.length === 0 ? null : (
              <ul className="tabular pl-4 text-ink-soft text-xs [overflow-wrap:anywhere]">
                {changes.map((change) => (
                  <li key={change}>{change}</li>
                ))}
              </ul>
            )}
          </li>
        ))}
        {notCounted.map(({ event_id, event_type, kind }) => (
          <li key={event_id} className="flex flex-wrap items-baseline justify-between gap-x-3 py-1">
            <Link href={hrefOf(event_id)} prefetch={false} className="max-w-full rounded line-through hover:underline">
              <EventTypeLabel eventType={event_type} />
            </Link>
            <span className="text-ink-soft text-xs">
              {t('notCounted')}: {kind === 'replaced' ? t('replaced') : t('voided')}
            </span>
          </li>
        ))}
      </ul>
      {onMore === undefined ? null : (
        <Button tone="quiet" className="justify-self-start" onClick={onMore} disabled={isLoading}>
          {t('more')}
        </Button>
      )}
    </section>
  );
}

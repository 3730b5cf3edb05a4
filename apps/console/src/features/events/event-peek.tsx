'use client';

import type { RecordedEvent } from '@activity-hub/contracts/event';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { EventTypeLabel } from '../../components/event-type-label.tsx';
import { Fact, Facts } from '../../components/facts.tsx';
import { JsonView } from '../../components/json-view.tsx';
import type { PeekWalk } from '../../components/peek-panel.tsx';
import { QueryPeek } from '../../components/query-peek.tsx';
import { Badge } from '../../components/ui/badge.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { CorrectionNote } from './correction-note.tsx';
import { MaskedNote } from './masked-note.tsx';

export function EventPeek({ eventId, ...walk }: PeekWalk & { readonly eventId: string }): ReactNode {
  const t = useTranslations('peek');
  const hub = useHub();
  const query = useQuery(hub.events.get.queryOptions({ event_id: eventId }, { staleTime: Number.POSITIVE_INFINITY }));
  return (
    <QueryPeek label={t('event')} query={query} walk={walk}>
      {(event) => <EventDetails key={eventId} stored={event} />}
    </QueryPeek>
  );
}

function EventDetails({ stored }: { readonly stored: RecordedEvent }): ReactNode {
  const t = useTranslations('peek');
  const [unmasked, setUnmasked] = useState<RecordedEvent>();
  const event = unmasked ?? stored;
  return (
    <div className="grid gap-5">
      <header aria-live="polite">
        <h2 className="flex flex-wrap items-center gap-2 font-semibold text-base">
          <EventTypeLabel eventType={event.event_type} />
          <Badge>{t('version', { version: event.event_version })}</Badge>
          {event.origin === 'producer' ? null : <Badge tone="accent">{t(`origin.${event.origin}`)}</Badge>}
        </h2>
        <p className="mt-1 break-all font-mono text-ink-faint text-xs">{event.event_type}</p>
      </header>
      <CorrectionNote event={event} />
      <Facts>
        <Fact name={t('occurred')}>
          <Instant at={event.timestamp} form="precise" />
        </Fact>
        <Fact name={t('sent')}>{event.sent_at === null ? null : <Instant at={event.sent_at} form="precise" />}</Fact>
        <Fact name={t('received')}>
          <Instant at={event.received_at} form="precise" />
        </Fact>
        <Fact name={t('recorded')}>
          <Instant at={event.recorded_at} form="precise" />
        </Fact>
        <Fact name={t('day')}>{t('dayInZone', { day: event.day, zone: event.time_zone })}</Fact>
      </Facts>
      <Facts>
        <Fact name={t('eventId')} copy={event.event_id}>
          <code>{event.event_id}</code>
        </Fact>
        <Fact name={t('user')} copy={event.user_id}>
          {event.user_id === null ? null : (
            <Link
              href={`/users/${event.user_id}`}
              prefetch={false}
              className="text-accent-strong underline underline-offset-4"
            >
              <code>{event.user_id}</code>
            </Link>
          )}
        </Fact>
        <Fact name={t('session')} copy={event.session_id}>
          {event.session_id === null ? null : (
            <Link
              href={`/events?session=${event.session_id}`}
              prefetch={false}
              className="text-accent-strong underline underline-offset-4"
            >
              <code>{event.session_id}</code>
            </Link>
          )}
        </Fact>
        <Fact name={t('source')}>{event.source_system}</Fact>
        <Fact name={t('causation')} copy={event.causation_id}>
          {event.causation_id === null ? null : (
            <Link
              href={`/events?peek=${event.causation_id}`}
              prefetch={false}
              className="text-accent-strong underline underline-offset-4"
            >
              <code>{event.causation_id}</code>
            </Link>
          )}
        </Fact>
        <Fact name={t('correlation')} copy={event.correlation_id}>
          {event.correlation_id === null ? null : <code>{event.correlation_id}</code>}
        </Fact>
        <Fact name={t('position')} copy={event.position}>
          <code>{event.position}</code>
        </Fact>
      </Facts>
      <MaskedNote event={event} unmasked={unmasked !== undefined} onUnmasked={setUnmasked} />
      <JsonView title={t('payload')} value={event.payload} />
      <JsonView title={t('metadata')} value={event.metadata} />
      <JsonView title={t('context')} value={event.context} />
    </div>
  );
}

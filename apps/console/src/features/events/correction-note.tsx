'use client';

import type { CorrectionState } from '@activity-hub/contracts/activity/event-correction';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import { useQuery } from '@tanstack/react-query';
import { Undo2 } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { FailedState } from '../../components/ui/failed-state.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { usePerson } from '../session/person-provider.tsx';
import { CorrectEvent } from './correct-event.tsx';

/** Whether the event still counts, and for an admin the two ways to take back what a producer sent. */
export function CorrectionNote({ event }: { readonly event: RecordedEvent }): ReactNode {
  const hub = useHub();
  const { role } = usePerson();
  const query = useQuery(hub.events.correction.queryOptions({ event_id: event.event_id }));
  if (query.isPending) return null;
  if (query.isError) {
    return <FailedState error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />;
  }
  const { correction } = query.data;
  if (correction !== null) return <TakenBack correction={correction} />;
  // What the hub derived follows from other events: take those back, and it heals by itself.
  return role === 'admin' && event.origin === 'producer' ? <CorrectEvent event={event} /> : null;
}

function TakenBack({ correction }: { readonly correction: NonNullable<CorrectionState['correction']> }): ReactNode {
  const t = useTranslations('correction');
  const { kind, correction_id, replaced_by, reason, recorded_at } = correction;
  return (
    <section
      aria-label={t('title')}
      className="flex items-start gap-2 rounded-lg border border-warning/40 bg-warning-soft p-3 text-warning"
    >
      <Undo2 aria-hidden size={15} className="mt-0.5 shrink-0" />
      <div className="grid min-w-0 gap-1">
        <p>
          <strong className="font-semibold">{t(kind)}</strong> <Instant at={recorded_at} />
        </p>
        {reason === null ? null : <p className="break-words">{t('because', { reason })}</p>}
        <p className="flex flex-wrap gap-x-4">
          <PeekedEvent eventId={correction_id}>{t('correctionEvent')}</PeekedEvent>
          {replaced_by === null ? null : <PeekedEvent eventId={replaced_by}>{t('replacement')}</PeekedEvent>}
        </p>
      </div>
    </section>
  );
}

function PeekedEvent({ eventId, children }: { readonly eventId: string; readonly children: ReactNode }): ReactNode {
  return (
    <Link href={`/events?peek=${eventId}`} prefetch={false} className="underline underline-offset-4">
      {children}
    </Link>
  );
}

'use client';

import type { EventRow } from '@activity-hub/contracts/activity/event-search';
import type { RefusedPage } from '@activity-hub/contracts/activity/refused-search';
import { useQuery } from '@tanstack/react-query';
import { CircleCheck, Loader } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { EventTypeLabel } from '../../components/event-type-label.tsx';
import { SayingLines } from '../../components/hub-words/saying-lines.tsx';
import { useProblemTitle } from '../../components/hub-words/use-problem-title.ts';
import { Card } from '../../components/ui/card.tsx';
import { FormProblem } from '../../components/ui/form-problem.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';

/** How soon an event that arrived is on the page. */
const askEveryMs = 1_000;

/** Waits for the first event of the source since its key was made, and tells of what was refused meanwhile. */
export function FirstArrival({
  keyId,
  source,
  since,
}: {
  readonly keyId: string;
  readonly source: string | null;
  readonly since: string;
}): ReactNode {
  const t = useTranslations('start');
  const hub = useHub();
  const firstOf = (rows: readonly EventRow[]): EventRow | undefined =>
    rows.filter(({ recorded_at: at, origin }) => origin === 'producer' && at >= since).at(-1);
  const arrivals = useQuery(
    hub.events.rows.queryOptions(
      { ...(source === null ? {} : { source }), limit: 20 },
      { refetchInterval: ({ state }) => (firstOf(state.data?.items ?? []) === undefined ? askEveryMs : false) },
    ),
  );
  const event = firstOf(arrivals.data?.items ?? []);
  const refusals = useQuery(
    hub.refused.search.queryOptions(
      { key_id: keyId, limit: 1 },
      { refetchInterval: event === undefined ? askEveryMs : false },
    ),
  );
  const refused = refusals.data?.items[0];
  return (
    <Card aria-labelledby="arrival">
      <h2 id="arrival" className="mb-3 font-semibold">
        {t('arrivalTitle')}
      </h2>
      <div role="status" className="grid gap-3">
        {event === undefined ? (
          <p className="flex items-center gap-2 text-ink-soft">
            <Loader aria-hidden size={16} className="animate-spin motion-reduce:animate-none" />
            {t('waiting')}
          </p>
        ) : (
          <Arrived event={event} />
        )}
        {event === undefined && refused !== undefined ? <Refused refused={refused} /> : null}
      </div>
      <FormProblem error={arrivals.error} />
    </Card>
  );
}

const linkLook = 'font-medium text-accent-strong underline underline-offset-4';

function Arrived({ event }: { readonly event: EventRow }): ReactNode {
  const t = useTranslations('start');
  return (
    <div className="rounded-lg border border-good/40 bg-good-soft p-3">
      <p className="flex items-center gap-2 font-medium text-good">
        <CircleCheck aria-hidden size={17} />
        {t('arrived')}
      </p>
      <p className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1" data-arrived={event.event_id}>
        <EventTypeLabel eventType={event.event_type} />
        <span className="text-ink-soft">
          {t.rich('recordedAt', { at: () => <Instant at={event.recorded_at} form="precise" /> })}
        </span>
      </p>
      <p className="mt-3 flex flex-wrap gap-x-4 gap-y-1">
        <Link href={`/events?peek=${event.event_id}`} prefetch={false} className={linkLook}>
          {t('seeEvent')}
        </Link>
        {event.user_id === null ? null : (
          <Link href={`/users/${event.user_id}`} prefetch={false} className={linkLook}>
            {t('seeUser')}
          </Link>
        )}
        <Link href="/keys" prefetch={false} className={linkLook}>
          {t('moreKeys')}
        </Link>
        <Link href="/people" prefetch={false} className={linkLook}>
          {t('invitePeople')}
        </Link>
      </p>
    </div>
  );
}

function Refused({ refused }: { readonly refused: RefusedPage['items'][number] }): ReactNode {
  const t = useTranslations('start');
  const problemTitle = useProblemTitle();
  return (
    <div className="rounded-lg border border-danger/40 bg-danger-soft p-3 text-danger">
      <p className="font-medium">{t('refused')}</p>
      <p className="mt-1">
        <SayingLines saying={{ words: problemTitle(refused.code), sentence: refused.detail }} />
      </p>
      <p className="mt-1 font-mono text-xs">
        {refused.code} {refused.pointer}
      </p>
      <p className="mt-2">
        <Link
          href={`/refused/${refused.refused_id}`}
          prefetch={false}
          className="font-medium underline underline-offset-4"
        >
          {t('seeRefused')}
        </Link>
      </p>
    </div>
  );
}

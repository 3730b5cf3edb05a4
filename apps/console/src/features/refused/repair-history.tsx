'use client';

import type { RefusedEvent, RefusedSettlement } from '@activity-hub/contracts/activity/refused-event';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Fact, Facts } from '../../components/facts.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { indentJson } from './json-text.ts';
import { MarkedText } from './sent-text.tsx';

const linkLook = 'font-medium text-accent-strong underline underline-offset-4';

/** What was tried on a refused event and what became of it, oldest first. */
export function RepairHistory({ refused }: { readonly refused: RefusedEvent }): ReactNode {
  const t = useTranslations('refused.history');
  const { settlement, repaired } = refused;
  return (
    <section aria-label={t('title')} className="grid gap-2">
      <h3 className="font-medium text-ink-soft text-xs">{t('title')}</h3>
      <ol className="grid gap-2 border-l-2 pl-3">
        <li>
          {t('refused')}{' '}
          <span className="text-ink-faint text-xs">
            <Instant at={refused.received_at} />
          </span>
        </li>
        {refused.attempts === 0 ? null : (
          <li>
            {t('attempts', { count: refused.attempts })}
            {refused.last_fault === null ? null : (
              <p className="text-danger text-xs">{t('lastFault', { detail: refused.last_fault.detail })}</p>
            )}
          </li>
        )}
        {settlement === null ? null : (
          <li>
            <Settlement settlement={settlement} isDiscarded={refused.state === 'discarded'} />
          </li>
        )}
      </ol>
      {repaired === null ? null : (
        <details>
          <summary className="cursor-pointer text-ink-soft text-xs">{t('repairedText')}</summary>
          <div className="mt-2 grid gap-2">
            <MarkedText
              text={indentJson(repaired)}
              pointer={refused.last_fault?.pointer ?? ''}
              label={t('repairedText')}
            />
          </div>
        </details>
      )}
      <p>
        <Link href={`/audit?subject=refused:${refused.refused_id}`} prefetch={false} className={linkLook}>
          {t('audit')}
        </Link>
      </p>
    </section>
  );
}

function Settlement({
  settlement,
  isDiscarded,
}: {
  readonly settlement: RefusedSettlement;
  readonly isDiscarded: boolean;
}): ReactNode {
  const t = useTranslations('refused.history');
  const format = useFormatter();
  const { at, by, event_id, position, events, reason } = settlement;
  return (
    <div className="grid gap-1.5">
      <p className="[overflow-wrap:anywhere]">
        {isDiscarded ? t('discarded', { name: by, reason: reason ?? '' }) : t('resubmitted', { name: by })}{' '}
        <span className="text-ink-faint text-xs">
          <Instant at={at} />
        </span>
      </p>
      {isDiscarded ? null : (
        <Facts>
          <Fact name={t('position')} copy={position}>
            {position === null ? null : <code>{position}</code>}
          </Fact>
          <Fact name={t('events')}>{events === null || events === 1 ? null : format.number(events)}</Fact>
        </Facts>
      )}
      {event_id === null ? null : (
        <Link href={`/events?peek=${event_id}`} prefetch={false} className={linkLook}>
          {t('seeEvent')}
        </Link>
      )}
    </div>
  );
}

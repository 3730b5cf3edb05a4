'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { classNames } from '../../components/class-names.ts';
import { Instant } from '../../times/times-provider.tsx';
import { useMilliseconds } from '../subscriptions/use-milliseconds.ts';
import type { ShownAttempt, ShownDeliveryDetail } from './shown-delivery.ts';

/** The way of a delivery in its order: received, matched, every attempt, and how it ended. */
export function DeliveryCourse({ detail }: { readonly detail: ShownDeliveryDetail }): ReactNode {
  const t = useTranslations('deliveries.course');
  const { delivery, attempts } = detail;
  const { state, finished_at: finishedAt, next_attempt_at: nextAt } = delivery;
  return (
    <section aria-label={t('title')}>
      <h3 className="mb-2 font-medium text-ink-soft text-xs">{t('title')}</h3>
      <ol className="grid gap-2 border-l pl-4">
        <Step name={t('received')} at={delivery.recorded_at} />
        <Step name={t('matched')} at={delivery.matched_at} />
        {attempts.map((attempt) => (
          <AttemptStep key={attempt.attempt} attempt={attempt} />
        ))}
        {state === 'pending' ? (
          <Step name={nextAt === null ? t('waiting') : t('next')} at={nextAt} tone="open" />
        ) : (
          <Step name={t(`end.${state}`)} at={finishedAt} tone={state === 'delivered' ? 'good' : 'bad'} />
        )}
      </ol>
    </section>
  );
}

function AttemptStep({ attempt }: { readonly attempt: ShownAttempt }): ReactNode {
  const t = useTranslations('deliveries');
  const milliseconds = useMilliseconds();
  const answer = attempt.url === null ? [] : [attempt.status ?? t('noAnswer')];
  return (
    <Step
      name={t('course.attempt', {
        number: attempt.attempt,
        outcome: t(`outcome.${attempt.outcome}`),
        facts: [...answer, milliseconds(attempt.duration_ms)].join(', '),
      })}
      at={attempt.at}
      tone={attempt.outcome === 'delivered' ? 'good' : 'bad'}
    />
  );
}

const dots = { plain: 'bg-line-strong', good: 'bg-good', bad: 'bg-danger', open: 'bg-accent' } as const;

function Step({
  name,
  at,
  tone = 'plain',
}: {
  readonly name: string;
  readonly at: string | null;
  readonly tone?: keyof typeof dots;
}): ReactNode {
  return (
    <li className="relative">
      <span aria-hidden className={classNames('absolute top-1.5 -left-[1.3125rem] size-2 rounded-full', dots[tone])} />
      <span className="block">{name}</span>
      {at === null ? null : <Instant at={at} form="precise" className="tabular text-ink-faint text-xs" />}
    </li>
  );
}

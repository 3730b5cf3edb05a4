'use client';

import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { Fragment, type ReactNode } from 'react';
import { classNames } from '../../components/class-names.ts';
import type { ShownSubscription } from './shown-subscription.ts';
import { subscriptionHref } from './subscription-address.ts';

/** Of every event that matched it is known what became of it: the sum is always whole. */
export function CountEquation({ subscription }: { readonly subscription: ShownSubscription }): ReactNode {
  const t = useTranslations('subscriptions.counts');
  const { counts, subscription_id: id } = subscription;
  const parts = [
    { name: 'delivered', state: 'delivered', count: counts.delivered },
    { name: 'dead', state: 'dead', count: counts.dead_lettered },
    { name: 'discarded', state: 'discarded', count: counts.discarded },
    { name: 'pending', state: 'pending', count: counts.pending },
  ] as const;
  return (
    <section aria-label={t('title')} className="flex flex-wrap items-end gap-x-3 gap-y-2" data-equation>
      <Term name={t('matched')} id="matched" count={counts.matched} />
      {parts.map(({ name, state, count }, at) => (
        <Fragment key={name}>
          <span className="pb-0.5 text-ink-faint text-lg">{at === 0 ? '=' : '+'}</span>
          <Link
            href={subscriptionHref(id, name === 'dead' ? { tab: 'dead' } : { state })}
            prefetch={false}
            className="rounded hover:underline"
          >
            <Term name={t(name)} id={name} count={count} alarming={name === 'dead' && count > 0} />
          </Link>
        </Fragment>
      ))}
    </section>
  );
}

function Term({
  name,
  id,
  count,
  alarming = false,
}: {
  readonly name: string;
  readonly id: string;
  readonly count: number;
  readonly alarming?: boolean;
}): ReactNode {
  const format = useFormatter();
  return (
    <span className="block" data-count={id}>
      <span className="block text-ink-faint text-xs">{name}</span>
      <span className={classNames('tabular block font-semibold text-lg', alarming && 'text-danger')}>
        {format.number(count)}
      </span>
    </span>
  );
}

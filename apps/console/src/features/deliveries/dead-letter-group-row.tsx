'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { SayingLines } from '../../components/hub-words/saying-lines.tsx';
import { Badge } from '../../components/ui/badge.tsx';
import { Button } from '../../components/ui/button.tsx';
import { ButtonLink } from '../../components/ui/button-link.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { subscriptionHref } from '../subscriptions/subscription-address.ts';
import { DiscardDialog } from './discard-dialog.tsx';
import type { RedriveWish } from './redrive-dialog.tsx';
import type { ShownDeadLetterGroup } from './shown-delivery.ts';
import { useFailureSaying } from './use-failure-saying.ts';

export function DeadLetterGroupRow({
  group,
  ofAll,
  onRedrive,
}: {
  readonly group: ShownDeadLetterGroup;
  /** Among those of all subscriptions, so that each says whose it is. */
  readonly ofAll: boolean;
  readonly onRedrive: (wish: RedriveWish) => void;
}): ReactNode {
  const t = useTranslations('deadLetters');
  const [discarding, setDiscarding] = useState(false);
  const { subscription_id: subscriptionId, fingerprint } = group;
  return (
    <li
      data-fingerprint={fingerprint}
      className="flex flex-wrap items-start justify-between gap-3 border-b px-4 py-3 last:border-b-0"
    >
      <GroupText group={group} ofAll={ofAll} />
      <div className="flex flex-wrap gap-2">
        <Button
          tone="primary"
          onClick={() => onRedrive({ subscriptionId, selection: { kind: 'redrive', fingerprint } })}
        >
          {t('redrive')}
        </Button>
        <ButtonLink href={subscriptionHref(subscriptionId, { state: 'dead', group: fingerprint })}>
          {t('see')}
        </ButtonLink>
        <Button tone="quiet" onClick={() => setDiscarding(true)}>
          {t('discardIt')}
        </Button>
      </div>
      <DiscardDialog
        what={{ subscription_id: subscriptionId, fingerprint }}
        count={group.count}
        open={discarding}
        onOpenChange={setDiscarding}
      />
    </li>
  );
}

function GroupText({ group, ofAll }: { readonly group: ShownDeadLetterGroup; readonly ofAll: boolean }): ReactNode {
  const t = useTranslations('deadLetters');
  const { reason_code: code, last_status: status, reason } = group;
  const saying = useFailureSaying()({ code, status, reason });
  return (
    <div className="grid min-w-0 flex-1 basis-80 gap-1">
      {ofAll ? (
        <Link
          href={subscriptionHref(group.subscription_id, { tab: 'dead' })}
          prefetch={false}
          className="w-fit rounded font-medium text-accent-strong underline underline-offset-4"
        >
          {group.subscription_name}
        </Link>
      ) : null}
      {saying === undefined ? null : (
        <p className="font-medium">
          <SayingLines saying={saying} />
        </p>
      )}
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-ink-soft text-xs">
        <Badge tone="danger" data-count>
          {t('count', { count: group.count })}
        </Badge>
        {group.last_status === null ? null : <span>{t('status', { status: String(group.last_status) })}</span>}
        <span className="tabular">
          <Instant at={group.first_at} /> – <Instant at={group.last_at} />
        </span>
      </p>
      <p className="font-mono text-ink-faint text-xs [overflow-wrap:anywhere]">{group.event_types.join(', ')}</p>
    </div>
  );
}

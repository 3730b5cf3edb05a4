'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Card, CardHeading } from '../../components/ui/card.tsx';
import { CopyButton } from '../../components/ui/copy-button.tsx';
import { Instant } from '../../times/times-provider.tsx';
import type { ShownSubscription } from './shown-subscription.ts';

/** What deliveries are signed with. During an overlap more than one signs. */
export function SecretsCard({ subscription }: { readonly subscription: ShownSubscription }): ReactNode {
  const t = useTranslations('subscriptions.secret');
  return (
    <Card aria-label={t('title')}>
      <CardHeading title={t('title')} detail={t('detail')} />
      <ul className="grid gap-2">
        {subscription.secrets.map((secret) => (
          <li key={secret.secret_id} data-secret-id={secret.secret_id} className="grid gap-0.5">
            <span className="font-medium">{t(`kinds.${secret.kind}`)}</span>
            <span className="text-ink-soft text-xs">
              {t.rich('made', { at: () => <Instant at={secret.created_at} /> })}
              {secret.expires_at === null ? null : (
                <> · {t.rich('until', { at: () => <Instant at={secret.expires_at ?? ''} /> })}</>
              )}
            </span>
            {secret.public_key === null ? null : (
              <span className="flex items-center gap-1">
                <code className="min-w-0 break-all font-mono text-xs">{secret.public_key}</code>
                <CopyButton text={secret.public_key} label={t('copyPublic')} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { RotateSecretDialog } from './rotate-secret-dialog.tsx';
import { SecretDialog } from './secret-dialog.tsx';
import type { CreatedSubscription, ShownSubscription } from './shown-subscription.ts';
import { useSubscriptionChange } from './use-subscription-change.ts';

/** A pair of keys has nothing secret to take along: the public one stays on the page. */
export function RotateSecret({ subscription }: { readonly subscription: ShownSubscription }): ReactNode {
  const t = useTranslations('subscriptions.rotate');
  const changed = useSubscriptionChange();
  const [asking, setAsking] = useState(false);
  const [made, setMade] = useState<CreatedSubscription>();
  const onRotated = (created: CreatedSubscription): void => {
    setAsking(false);
    if (created.secret !== null) setMade(created);
    void changed(created.subscription, created.secret === null ? t('done') : undefined);
  };
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t('action')}</Button>
      <RotateSecretDialog
        subscriptionId={subscription.subscription_id}
        open={asking}
        onOpenChange={setAsking}
        onRotated={onRotated}
      />
      <SecretDialog created={made} title={t('made')} detail={t('madeDetail')} onClose={() => setMade(undefined)} />
    </>
  );
}

'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { RotateSecretDialog } from './rotate-secret-dialog.tsx';
import { SecretDialog } from './secret-dialog.tsx';
import type { CreatedSubscription, ShownSubscription } from './shown-subscription.ts';
import { useSubscriptionChange } from './use-subscription-change.ts';

/** How the public half of a pair of keys begins: it is no secret, and stays on the page. */
const publicPrefix = 'whpk_';

/** Of a pair of keys there is nothing to take along that would not be shown again. */
export function RotateSecret({ subscription }: { readonly subscription: ShownSubscription }): ReactNode {
  const t = useTranslations('subscriptions.rotate');
  const changed = useSubscriptionChange();
  const [asking, setAsking] = useState(false);
  const [made, setMade] = useState<CreatedSubscription>();
  const onRotated = (created: CreatedSubscription): void => {
    setAsking(false);
    const isSecret = created.secret !== null && !created.secret.startsWith(publicPrefix);
    if (isSecret) setMade(created);
    void changed(created.subscription, isSecret ? undefined : t('done'));
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

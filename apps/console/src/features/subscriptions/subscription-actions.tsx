'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import { useProblemToast } from '../../components/hub-words/use-problem.ts';
import { Button } from '../../components/ui/button.tsx';
import { ConfirmDialog } from '../../components/ui/confirm-dialog.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { RotateSecret } from './rotate-secret.tsx';
import type { ShownSubscription } from './shown-subscription.ts';
import { useSubscriptionChange } from './use-subscription-change.ts';

/** What an admin may do with a subscription in the state it is in. */
export function SubscriptionActions({ subscription }: { readonly subscription: ShownSubscription }): ReactNode {
  return (
    <div className="flex flex-wrap justify-end gap-2">
      <SwitchButton subscription={subscription} verb={subscription.state === 'active' ? 'pause' : 'resume'} />
      {subscription.destination.kind === 'webhook' ? <RotateSecret subscription={subscription} /> : null}
      <RemoveButton subscription={subscription} />
    </div>
  );
}

function SwitchButton({
  subscription,
  verb,
}: {
  readonly subscription: ShownSubscription;
  readonly verb: 'pause' | 'resume';
}): ReactNode {
  const t = useTranslations('subscriptions');
  const tellProblem = useProblemToast();
  const hub = useHub();
  const changed = useSubscriptionChange();
  const change = useMutation(
    hub.subscriptions[verb].mutationOptions({
      onSuccess: (after) => changed(after, t(`done.${verb}`)),
      onError: tellProblem,
    }),
  );
  return (
    <Button
      disabled={change.isPending}
      onClick={() => change.mutate({ subscription_id: subscription.subscription_id })}
    >
      {t(`action.${verb}`)}
    </Button>
  );
}

function RemoveButton({ subscription }: { readonly subscription: ShownSubscription }): ReactNode {
  const t = useTranslations('subscriptions');
  const hub = useHub();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const remove = useMutation(
    hub.subscriptions.remove.mutationOptions({
      onSuccess: () => {
        toast.success(t('done.remove'));
        void queryClient.invalidateQueries({ queryKey: hub.subscriptions.list.pathKey() });
        router.push('/subscriptions');
      },
    }),
  );
  return (
    <>
      <Button tone="quiet" onClick={() => setAsking(true)}>
        {t('action.remove')}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('removeTitle', { name: subscription.name })}
        text={t('removeText', { count: subscription.counts.matched })}
        action={t('action.remove')}
        typed={subscription.name}
        busy={remove.isPending || remove.isSuccess}
        error={remove.error}
        onConfirm={() => remove.mutate({ subscription_id: subscription.subscription_id })}
      />
    </>
  );
}

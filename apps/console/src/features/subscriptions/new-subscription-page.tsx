'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import { Card, CardHeading } from '../../components/ui/card.tsx';
import { PageHeading } from '../../components/ui/page-heading.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { DestinationFields } from './destination-fields.tsx';
import { EventFields } from './event-fields.tsx';
import { FilterTester } from './filter-tester.tsx';
import { FormEnd } from './form-end.tsx';
import { newSubscriptionAddress } from './new-subscription-address.ts';
import { PaceFields, StartFields } from './pace-fields.tsx';
import { SecretDialog } from './secret-dialog.tsx';
import type { CreatedSubscription } from './shown-subscription.ts';
import { subscriptionHref } from './subscription-address.ts';
import { draftFor, newSubscriptionOf } from './subscription-draft.ts';
import { useDraft } from './use-draft.ts';

export function NewSubscriptionPage(): ReactNode {
  const t = useTranslations('subscriptions');
  return (
    <>
      <PageHeading
        title={t('form.titleNew')}
        detail={
          <Link
            href="/subscriptions"
            prefetch={false}
            className="rounded text-accent-strong underline underline-offset-4"
          >
            {t('all')}
          </Link>
        }
      />
      <NewSubscriptionForm />
    </>
  );
}

function NewSubscriptionForm(): ReactNode {
  const t = useTranslations('subscriptions.form');
  const { created, create, leave } = useCreation();
  const [{ sink }] = useQueryStates(newSubscriptionAddress);
  const form = useDraft(draftFor(sink), true, create.error);
  const { fields, draft } = form;
  return (
    <form
      ref={form.ref}
      noValidate
      onSubmit={(event) => form.submit(event, () => create.mutate(newSubscriptionOf(draft, form.sinks)))}
      className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,26rem)]"
    >
      <div className="grid grid-cols-1 gap-4">
        <Card aria-label={t('events')}>
          <CardHeading title={t('events')} detail={t('eventsDetail')} />
          <EventFields {...fields} />
        </Card>
        <Card aria-label={t('destination')}>
          <CardHeading title={t('destination')} />
          <DestinationFields {...form.destinationFields} />
        </Card>
        <Card aria-label={t('pace')}>
          <CardHeading title={t('pace')} />
          <div className="grid grid-cols-1 gap-4">
            <StartFields {...fields} />
            <PaceFields {...fields} />
          </div>
        </Card>
        <FormEnd error={create.error} faults={form.faults} busy={create.isPending} action={t('create')} />
      </div>
      <div className="lg:sticky lg:top-16">
        <FilterTester draft={draft} onFault={form.setTrialError} />
      </div>
      <SecretDialog created={created} title={t('created')} detail={t('createdDetail')} onClose={leave} />
    </form>
  );
}

/** Leads to the subscription, after its secret was taken along where it has one. */
function useCreation() {
  const t = useTranslations('subscriptions.form');
  const hub = useHub();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [created, setCreated] = useState<CreatedSubscription>();
  const leave = (): void => {
    if (created !== undefined) router.push(subscriptionHref(created.subscription.subscription_id));
  };
  const create = useMutation(
    hub.subscriptions.create.mutationOptions({
      onSuccess: (answer) => {
        void queryClient.invalidateQueries({ queryKey: hub.subscriptions.list.pathKey() });
        if (answer.secret !== null) return setCreated(answer);
        toast.success(t('created'));
        router.push(subscriptionHref(answer.subscription.subscription_id));
      },
    }),
  );
  return { created, create, leave };
}

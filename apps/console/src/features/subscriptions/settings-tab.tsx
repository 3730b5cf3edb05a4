'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Card, CardHeading } from '../../components/ui/card.tsx';
import { CheckboxField } from '../../components/ui/form-field.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { DestinationFacts } from './destination-facts.tsx';
import { DestinationFields } from './destination-fields.tsx';
import { EventFields } from './event-fields.tsx';
import { FilterTester } from './filter-tester.tsx';
import { FormEnd } from './form-end.tsx';
import { PaceFields } from './pace-fields.tsx';
import { PullHint } from './pull-hint.tsx';
import { SecretsCard } from './secrets-card.tsx';
import type { ShownSubscription } from './shown-subscription.ts';
import { changeOf, draftOf } from './subscription-draft.ts';
import { useDraft } from './use-draft.ts';
import { useSubscriptionChange } from './use-subscription-change.ts';

/** The form of a subscription. It starts as the subscription was when the tab was opened. */
export function SettingsTab({ subscription }: { readonly subscription: ShownSubscription }): ReactNode {
  const t = useTranslations('subscriptions.form');
  const hub = useHub();
  const changed = useSubscriptionChange();
  const [anew, setAnew] = useState(false);
  const change = useMutation(
    hub.subscriptions.change.mutationOptions({
      onSuccess: async (after) => {
        setAnew(false);
        await changed(after, t('saved'));
      },
    }),
  );
  const [initial] = useState(() => draftOf(subscription));
  const form = useDraft(initial, anew, change.error);
  const { draft, fields } = form;
  const send = (): void => change.mutate(changeOf(subscription.subscription_id, draft, anew, form.sinks));
  return (
    <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,26rem)]">
      <form ref={form.ref} noValidate onSubmit={(event) => form.submit(event, send)} className="grid grid-cols-1 gap-4">
        <Card aria-label={t('events')}>
          <CardHeading title={t('events')} detail={t('changeDetail')} />
          <EventFields {...fields} />
        </Card>
        <Card aria-label={t('destination')}>
          <CardHeading title={t('destination')} />
          <div className="grid grid-cols-1 gap-4">
            {anew ? null : <DestinationFacts destination={subscription.destination} />}
            <CheckboxField
              label={t('anew')}
              hint={t('anewHint')}
              checked={anew}
              onChange={(event) => setAnew(event.target.checked)}
            />
            {anew ? <DestinationFields {...form.destinationFields} /> : null}
          </div>
        </Card>
        <Card aria-label={t('pace')}>
          <CardHeading title={t('pace')} />
          <PaceFields {...fields} />
        </Card>
        <FormEnd error={change.error} faults={form.faults} busy={change.isPending} action={t('save')} />
      </form>
      <div className="grid grid-cols-1 gap-4">
        <FilterTester draft={draft} onFault={form.setTrialError} />
        {subscription.destination.kind === 'webhook' ? <SecretsCard subscription={subscription} /> : null}
        {subscription.destination.kind === 'pull' ? <PullHint subscriptionId={subscription.subscription_id} /> : null}
      </div>
    </div>
  );
}

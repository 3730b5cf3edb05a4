'use client';

import { useQueryStates } from 'nuqs';
import type { ReactNode } from 'react';
import { subscriptionAddress } from '../subscriptions/subscription-address.ts';
import { DeadLetters } from './dead-letters.tsx';

export function DeadLettersTab({ subscriptionId }: { readonly subscriptionId: string }): ReactNode {
  const [, setAddress] = useQueryStates(subscriptionAddress, { history: 'push' });
  return <DeadLetters subscriptionId={subscriptionId} onRun={(run) => void setAddress({ run })} />;
}

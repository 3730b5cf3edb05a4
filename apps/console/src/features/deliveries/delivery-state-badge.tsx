'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Badge, type BadgeTone } from '../../components/ui/badge.tsx';
import type { ShownDelivery } from './shown-delivery.ts';

const tones: Partial<Record<ShownDelivery['state'], BadgeTone>> = {
  delivered: 'good',
  dead: 'danger',
};

export function DeliveryStateBadge({ state }: { readonly state: ShownDelivery['state'] }): ReactNode {
  const t = useTranslations('deliveries.state');
  return (
    <Badge tone={tones[state] ?? 'neutral'} data-state={state}>
      {t(state)}
    </Badge>
  );
}

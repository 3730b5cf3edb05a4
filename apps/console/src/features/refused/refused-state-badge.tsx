'use client';

import type { RefusedState } from '@activity-hub/contracts/activity/refused-event';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Badge, type BadgeTone } from '../../components/ui/badge.tsx';

const tones: Readonly<Record<RefusedState, BadgeTone>> = {
  open: 'danger',
  resubmitting: 'warning',
  resubmitted: 'good',
  discarded: 'neutral',
};

export function RefusedStateBadge({ state }: { readonly state: RefusedState }): ReactNode {
  const t = useTranslations('refused.state');
  return <Badge tone={tones[state]}>{t(state)}</Badge>;
}

'use client';

import type { KeyState } from '@activity-hub/contracts/access/api-key';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Badge, type BadgeTone } from '../../components/ui/badge.tsx';

const tones: Readonly<Record<KeyState, BadgeTone>> = {
  active: 'good',
  ending: 'warning',
  expired: 'neutral',
  revoked: 'neutral',
};

export function KeyStateBadge({ state }: { readonly state: KeyState }): ReactNode {
  const t = useTranslations('keys.state');
  return <Badge tone={tones[state]}>{t(state)}</Badge>;
}

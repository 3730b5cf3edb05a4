'use client';

import type { PluginCondition } from '@activity-hub/contracts/activity/plugin';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Badge, type BadgeTone } from '../../components/ui/badge.tsx';

const tones: Partial<Record<PluginCondition, BadgeTone>> = {
  running: 'good',
  failing: 'warning',
  unseen: 'warning',
  quarantined: 'danger',
  ahead: 'danger',
  refused: 'danger',
};

export function ConditionBadge({ condition }: { readonly condition: PluginCondition }): ReactNode {
  const t = useTranslations('plugins.condition');
  return (
    <Badge tone={tones[condition] ?? 'neutral'} data-condition={condition}>
      {t(condition)}
    </Badge>
  );
}

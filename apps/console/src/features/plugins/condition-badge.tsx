'use client';

import type { DesiredState, PluginCondition } from '@activity-hub/contracts/activity/plugin';
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

/** How a plugin or a revision runs. Until one that is to rest has stopped, its last word is that it runs. */
export function ConditionBadge({
  condition,
  desired = 'running',
}: {
  readonly condition: PluginCondition;
  readonly desired?: DesiredState;
}): ReactNode {
  const t = useTranslations('plugins');
  const stops = condition === 'running' && desired !== 'running';
  return (
    <Badge tone={stops ? 'neutral' : (tones[condition] ?? 'neutral')} data-condition={condition}>
      {stops ? t('stopping') : t(`condition.${condition}`)}
    </Badge>
  );
}

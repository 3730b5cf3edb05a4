'use client';

import type { WorkStatus } from '@activity-hub/contracts/activity/work-trace';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Badge, type BadgeTone } from '../../components/ui/badge.tsx';

const tones: Readonly<Record<WorkStatus, BadgeTone>> = {
  active: 'neutral',
  started: 'accent',
  submitted: 'warning',
  accepted: 'good',
  rejected: 'danger',
  completed: 'good',
  reverted: 'danger',
  reopened: 'accent',
};

export function WorkStatusBadge({ status }: { readonly status: WorkStatus }): ReactNode {
  const t = useTranslations('works.status');
  return (
    <Badge tone={tones[status]} data-status={status}>
      {t(status)}
    </Badge>
  );
}

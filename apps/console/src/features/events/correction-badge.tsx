import type { EventRow } from '@activity-hub/contracts/activity/event-search';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Badge } from '../../components/ui/badge.tsx';

/** Marks an event of a list that counts no more. */
export function CorrectionBadge({ correction }: Pick<EventRow, 'correction'>): ReactNode {
  const t = useTranslations('correction.badge');
  return correction === null ? null : (
    <Badge tone="warning" className="shrink-0">
      {t(correction)}
    </Badge>
  );
}

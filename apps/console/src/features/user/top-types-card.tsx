'use client';

import type { UserSummary } from '@activity-hub/contracts/activity/user-activity';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { EventTypeLabel, familyColor } from '../../components/event-type-label.tsx';
import { Card, CardHeading } from '../../components/ui/card.tsx';

export function TopTypesCard({
  userId,
  types,
}: {
  readonly userId: string;
  readonly types: UserSummary['top_types'];
}): ReactNode {
  const t = useTranslations('user.topTypes');
  const format = useFormatter();
  const most = Math.max(1, ...types.map(({ events }) => events));
  return (
    <Card aria-label={t('title')}>
      <CardHeading title={t('title')} detail={t('detail')} />
      <ol className="grid gap-2.5">
        {types.map(({ event_type, events }) => (
          <li key={event_type}>
            <Link
              href={`/events?user=${userId}&type=${event_type}`}
              prefetch={false}
              className="group flex min-h-6 items-center justify-between gap-3 rounded"
            >
              <EventTypeLabel eventType={event_type} className="group-hover:underline group-hover:underline-offset-4" />
              <span className="tabular text-ink-soft text-xs">{format.number(events)}</span>
            </Link>
            <span aria-hidden className="mt-1 block h-1 rounded-full bg-line">
              <span
                className="block h-full rounded-full"
                style={{ width: `${(events / most) * 100}%`, background: familyColor(event_type) }}
              />
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}

'use client';

import { useQuery } from '@tanstack/react-query';
import { useLocale } from 'next-intl';
import { type ReactNode, useMemo } from 'react';
import { useHub } from '../trpc/trpc-provider.tsx';
import { classNames } from './class-names.ts';

const familyColors: Readonly<Record<string, string>> = {
  learning: 'var(--family-learning)',
  work: 'var(--family-work)',
  social: 'var(--family-social)',
  economic: 'var(--family-economic)',
  system: 'var(--family-system)',
};

/** The second segment of a type decides; derived types (streak, anomaly, …) share one colour. */
export function familyColor(eventType: string): string {
  const parts = eventType.split('.');
  return familyColors[(parts[0] === 'activity' ? parts[1] : parts[0]) ?? ''] ?? 'var(--family-derived)';
}

/** Names of event types in the page's language; a type the hub does not list keeps its id. */
export function useEventTypeName(): (eventType: string) => string {
  const locale = useLocale();
  const hub = useHub();
  const { data } = useQuery(hub.events.types.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }));
  return useMemo(() => {
    const titles = new Map(data?.items.map(({ event_type, title }) => [event_type, title[locale]]));
    return (eventType) => titles.get(eventType) ?? eventType.replace(/^activity\./, '');
  }, [data, locale]);
}

export function EventTypeLabel({
  eventType,
  wraps = false,
  className,
}: {
  readonly eventType: string;
  /** Where the room is narrow and the whole name matters. */
  readonly wraps?: boolean;
  readonly className?: string;
}): ReactNode {
  const nameOf = useEventTypeName();
  return (
    <span title={eventType} className={classNames('inline-flex min-w-0 items-center gap-2', className)}>
      <span aria-hidden className="size-2 shrink-0 rounded-full" style={{ background: familyColor(eventType) }} />
      <span className={wraps ? undefined : 'truncate'}>{nameOf(eventType)}</span>
    </span>
  );
}

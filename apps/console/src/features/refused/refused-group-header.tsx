'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Fact, Facts } from '../../components/facts.tsx';
import { useProblemTitle } from '../../components/hub-words/use-problem-title.ts';
import { Button } from '../../components/ui/button.tsx';
import { Card } from '../../components/ui/card.tsx';
import { Skeleton } from '../../components/ui/skeleton.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { oneGroupOf } from './refused-filters.ts';

/** Which reason the list below is narrowed to, and the way back to all of them. */
export function RefusedGroupHeader({
  groupId,
  onLeave,
}: {
  readonly groupId: string;
  readonly onLeave: () => void;
}): ReactNode {
  const t = useTranslations('refused');
  const hub = useHub();
  const problemTitle = useProblemTitle();
  const { data, isPending } = useQuery(hub.refused.groups.queryOptions(oneGroupOf(groupId)));
  const group = data?.items[0];
  return (
    <Card className="mb-3">
      <Button tone="quiet" className="mb-2 -ml-2" onClick={onLeave}>
        <ArrowLeft aria-hidden size={15} />
        {t('allGroups')}
      </Button>
      {isPending ? <Skeleton className="h-16" /> : null}
      {group === undefined ? null : (
        <>
          <h2 className="font-semibold text-base">{problemTitle(group.code)}</h2>
          <p className="mt-0.5 mb-3 text-ink-soft [overflow-wrap:anywhere]">{group.detail}</p>
          <Facts>
            <Fact name={t('column.type')} copy={group.event_type}>
              {group.event_type === null ? null : <code>{group.event_type}</code>}
            </Fact>
            <Fact name={t('column.place')} copy={group.pointer === '' ? null : group.pointer}>
              {group.pointer === '' ? null : <code>{group.pointer}</code>}
            </Fact>
            <Fact name={t('column.sources')}>{group.sources.length === 0 ? null : group.sources.join(', ')}</Fact>
            <Fact name={t('column.firstSeen')}>
              <Instant at={group.first_seen_at} />
            </Fact>
            <Fact name={t('column.lastSeen')}>
              <Instant at={group.last_seen_at} />
            </Fact>
          </Facts>
        </>
      )}
    </Card>
  );
}

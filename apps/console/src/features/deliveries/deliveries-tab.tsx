'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { type ReactNode, useEffect, useState } from 'react';
import { ListPanel } from '../../components/list-panel.tsx';
import { usePages } from '../../components/use-pages.ts';
import { usePeekList } from '../../components/use-peek-list.ts';
import { useHub } from '../../trpc/trpc-provider.tsx';
import type { ShownSubscription } from '../subscriptions/shown-subscription.ts';
import { subscriptionAddress, subscriptionHref } from '../subscriptions/subscription-address.ts';
import { DeliveriesFilter } from './deliveries-filter.tsx';
import { DeliveriesTable } from './deliveries-table.tsx';
import { DeliveryPeek } from './delivery-peek.tsx';
import { deliverySearchOf } from './delivery-search.ts';
import { NoDeliveries } from './no-deliveries.tsx';
import type { ShownDelivery } from './shown-delivery.ts';

function idOf(delivery: ShownDelivery): string {
  return delivery.delivery_id;
}

/** What became of the events that matched, newest first. */
export function DeliveriesTab({ subscription }: { readonly subscription: ShownSubscription }): ReactNode {
  const hub = useHub();
  const { subscription_id: id, counts } = subscription;
  const [address, setAddress] = useQueryStates(subscriptionAddress, { history: 'push' });
  const query = useInfiniteQuery(
    hub.deliveries.search.infiniteQueryOptions(deliverySearchOf(id, address), {
      getNextPageParam: (page) => page.next_cursor,
    }),
  );
  const list = usePeekList({
    ...usePages(query),
    idOf,
    hrefOf: (deliveryId) => subscriptionHref(id, { ...address, peek: deliveryId }),
  });
  const { rows } = list.table;
  const filtered = address.state !== null || address.event !== null || address.group !== null;
  const seen = useMatchedWhenLoaded(query.dataUpdatedAt, counts.matched);
  return (
    <>
      <DeliveriesFilter
        address={address}
        shown={rows.length}
        unseen={filtered ? 0 : Math.max(0, counts.matched - seen)}
        onChange={(change) => void setAddress(change)}
        onRefresh={() => void query.refetch()}
      />
      <ListPanel
        ref={list.panel}
        query={query}
        count={rows.length}
        skeletonRows={8}
        empty={
          <NoDeliveries
            filtered={filtered}
            onClear={() => void setAddress({ state: null, event: null, group: null })}
          />
        }
      >
        <DeliveriesTable {...list.table} />
      </ListPanel>
      {list.peekId === null ? null : (
        <DeliveryPeek key={list.peekId} subscription={subscription} deliveryId={list.peekId} {...list.walk} />
      )}
    </>
  );
}

/** How many had matched when the list was asked for: what matched since waits behind a button. */
function useMatchedWhenLoaded(loadedAt: number, matched: number): number {
  const [seen, setSeen] = useState({ loadedAt, matched });
  useEffect(() => {
    setSeen((before) => (before.loadedAt === loadedAt ? before : { loadedAt, matched }));
  }, [loadedAt, matched]);
  return seen.matched;
}

'use client';

import type { Person } from '@activity-hub/contracts/access/person';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { createSerializer, parseAsString } from 'nuqs';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { classNames } from '../../components/class-names.ts';
import { Button } from '../../components/ui/button.tsx';
import { Panel } from '../../components/ui/data-table.tsx';
import { FailedState } from '../../components/ui/failed-state.tsx';
import { PageHeading } from '../../components/ui/page-heading.tsx';
import { RowsSkeleton } from '../../components/ui/skeleton.tsx';
import { useRowPeek } from '../../components/use-row-peek.ts';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { LinkDialog, type ShownLink } from './link-dialog.tsx';
import { PeopleTable } from './people-table.tsx';
import { PersonPeek } from './person-peek.tsx';

const addressOf = createSerializer({ peek: parseAsString });
const hrefOf = (personId: string): string => addressOf('/people', { peek: personId });

/** Who signs in to the hub. The admin that looks at it is always one of them, so the list is never empty. */
export function PeoplePage(): ReactNode {
  const t = useTranslations('people');
  const hub = useHub();
  const queryClient = useQueryClient();
  const [inviting, setInviting] = useState(false);
  const [link, setLink] = useState<ShownLink>();
  const query = useQuery(hub.people.list.queryOptions());
  const people = useMemo<readonly Person[]>(() => query.data?.items ?? [], [query.data]);
  const ids = useMemo(() => people.map(({ person_id }) => person_id), [people]);
  const peek = useRowPeek(ids, undefined);
  const table = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const id = peek.focusRequest === null ? undefined : ids[peek.focusRequest.index];
    if (id !== undefined) table.current?.querySelector<HTMLElement>(`[data-row="${id}"]`)?.focus();
  }, [peek.focusRequest, ids]);
  const refresh = useCallback(
    () => void queryClient.invalidateQueries({ queryKey: hub.people.pathKey() }),
    [queryClient, hub],
  );
  const peeked = people.find(({ person_id: id }) => id === peek.id);
  return (
    <div className={classNames(peeked !== undefined && 'xl:pr-[calc(var(--peek-width,0px)-0.5rem)]')}>
      <PageHeading title={t('title')} detail={query.data === undefined ? null : t('shown', { count: people.length })}>
        <Button tone="primary" onClick={() => setInviting(true)}>
          <UserPlus aria-hidden size={15} />
          {t('invite')}
        </Button>
      </PageHeading>
      <Panel ref={table} aria-busy={query.isFetching}>
        {query.isPending ? (
          <RowsSkeleton rows={5} />
        ) : query.isError ? (
          <FailedState error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />
        ) : (
          <PeopleTable people={people} peeked={peek.id} hrefOf={hrefOf} onPeek={peek.open} />
        )}
      </Panel>
      {peeked === undefined ? null : (
        <PersonPeek
          key={peeked.person_id}
          person={peeked}
          onClose={peek.close}
          onNext={peek.next}
          onPrevious={peek.previous}
          onChanged={refresh}
          onLink={setLink}
        />
      )}
      <InviteDialog
        open={inviting}
        onOpenChange={setInviting}
        onInvited={({ person, invitation }) => {
          setInviting(false);
          setLink({ name: person.name, invitation });
          refresh();
        }}
      />
      <LinkDialog shown={link} onClose={() => setLink(undefined)} />
    </div>
  );
}

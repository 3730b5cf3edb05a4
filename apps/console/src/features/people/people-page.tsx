'use client';

import type { Person } from '@activity-hub/contracts/access/person';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { createSerializer, parseAsString } from 'nuqs';
import { type ReactNode, useCallback, useState } from 'react';
import { ListPanel } from '../../components/list-panel.tsx';
import { PeekRoom } from '../../components/peek-room.tsx';
import { Button } from '../../components/ui/button.tsx';
import { PageHeading } from '../../components/ui/page-heading.tsx';
import { usePeekList } from '../../components/use-peek-list.ts';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { LinkDialog, type ShownLink } from './link-dialog.tsx';
import { PeopleTable } from './people-table.tsx';
import { PersonPeek } from './person-peek.tsx';

const addressOf = createSerializer({ peek: parseAsString });
const nobody: readonly Person[] = [];
const idOf = (person: Person): string => person.person_id;
const hrefOf = (personId: string): string => addressOf('/people', { peek: personId });

/** Who signs in to the hub. The admin that looks at it is always one of them, so the list is never empty. */
export function PeoplePage(): ReactNode {
  const t = useTranslations('people');
  const hub = useHub();
  const queryClient = useQueryClient();
  const [inviting, setInviting] = useState(false);
  const [link, setLink] = useState<ShownLink>();
  const query = useQuery(hub.people.list.queryOptions());
  const people = query.data?.items ?? nobody;
  const list = usePeekList({ rows: people, idOf, hrefOf });
  const refresh = useCallback(
    () => void queryClient.invalidateQueries({ queryKey: hub.people.pathKey() }),
    [queryClient, hub],
  );
  const { peeked } = list;
  return (
    <PeekRoom open={peeked !== undefined}>
      <PageHeading title={t('title')} detail={query.data === undefined ? null : t('shown', { count: people.length })}>
        <Button tone="primary" onClick={() => setInviting(true)}>
          <UserPlus aria-hidden size={15} />
          {t('invite')}
        </Button>
      </PageHeading>
      <ListPanel ref={list.panel} query={query} count={people.length} skeletonRows={5} empty={null}>
        <PeopleTable {...list.table} />
      </ListPanel>
      {peeked === undefined ? null : (
        <PersonPeek key={peeked.person_id} person={peeked} {...list.walk} onChanged={refresh} onLink={setLink} />
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
    </PeekRoom>
  );
}

'use client';

import type { Person } from '@activity-hub/contracts/access/person';
import { useTranslations } from 'next-intl';
import type { MouseEvent, ReactNode } from 'react';
import { classNames } from '../../components/class-names.ts';
import { Badge } from '../../components/ui/badge.tsx';
import { Cell, DataRow, DataTable, HeadCell } from '../../components/ui/data-table.tsx';
import { Instant } from '../../times/times-provider.tsx';

export function PersonStateBadge({ person }: { readonly person: Person }): ReactNode {
  const t = useTranslations('people.state');
  if (person.disabled) return <Badge>{t('disabled')}</Badge>;
  if (person.signs_in_with === 'nothing') return <Badge tone="warning">{t('invited')}</Badge>;
  return <Badge tone="good">{t('active')}</Badge>;
}

export function PeopleTable({
  people,
  peeked,
  hrefOf,
  onPeek,
}: {
  readonly people: readonly Person[];
  readonly peeked: string | null;
  readonly hrefOf: (personId: string) => string;
  readonly onPeek: (personId: string) => void;
}): ReactNode {
  const t = useTranslations('people');
  return (
    <DataTable aria-label={t('title')}>
      <thead>
        <tr>
          <HeadCell>{t('column.name')}</HeadCell>
          <HeadCell className="@max-md:hidden">{t('column.role')}</HeadCell>
          <HeadCell className="@max-2xl:hidden">{t('column.cohorts')}</HeadCell>
          <HeadCell className="@max-3xl:hidden">{t('column.lastSeen')}</HeadCell>
          <HeadCell>{t('column.state')}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <PersonRow
            key={person.person_id}
            person={person}
            peeked={person.person_id === peeked}
            href={hrefOf(person.person_id)}
            onPeek={onPeek}
          />
        ))}
      </tbody>
    </DataTable>
  );
}

function PersonRow({
  person,
  peeked,
  href,
  onPeek,
}: {
  readonly person: Person;
  readonly peeked: boolean;
  readonly href: string;
  readonly onPeek: (personId: string) => void;
}): ReactNode {
  const t = useTranslations('people');
  const role = useTranslations('account.role');
  const open = (event: MouseEvent): void => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onPeek(person.person_id);
  };
  return (
    <DataRow
      aria-current={peeked ? 'true' : undefined}
      className={classNames(peeked && 'bg-accent-soft hover:bg-accent-soft')}
    >
      <Cell>
        <a
          href={href}
          data-row={person.person_id}
          onClick={open}
          className="block font-medium outline-offset-[-2px] [overflow-wrap:anywhere] after:absolute after:inset-0"
        >
          {person.name}
        </a>
        <span className="block text-ink-faint text-xs [overflow-wrap:anywhere]">{person.email}</span>
      </Cell>
      <Cell className="@max-md:hidden">{role(person.role)}</Cell>
      <Cell className="text-ink-soft @max-2xl:hidden">
        {person.role === 'admin' ? t('everybody') : person.cohorts.map(({ name }) => name).join(', ')}
      </Cell>
      <Cell className="tabular text-ink-soft @max-3xl:hidden">
        {person.last_seen_at === null ? t('never') : <Instant at={person.last_seen_at} />}
      </Cell>
      <Cell>
        <PersonStateBadge person={person} />
      </Cell>
    </DataRow>
  );
}

'use client';

import type { Person } from '@activity-hub/contracts/access/person';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { type PeekRows, PeekTable } from '../../components/peek-table.tsx';
import { Badge } from '../../components/ui/badge.tsx';
import { Instant } from '../../times/times-provider.tsx';

export function PersonStateBadge({ person }: { readonly person: Person }): ReactNode {
  const t = useTranslations('people.state');
  if (person.disabled) return <Badge>{t('disabled')}</Badge>;
  if (person.signs_in_with === 'nothing') return <Badge tone="warning">{t('invited')}</Badge>;
  return <Badge tone="good">{t('active')}</Badge>;
}

export function PeopleTable(people: PeekRows<Person>): ReactNode {
  const t = useTranslations('people');
  const role = useTranslations('account.role');
  return (
    <PeekTable
      {...people}
      label={t('title')}
      columns={[
        {
          name: t('column.name'),
          cell: ({ name, email }, link) => (
            <>
              {link(name)}
              <span className="block text-ink-faint text-xs [overflow-wrap:anywhere]">{email}</span>
            </>
          ),
        },
        { name: t('column.role'), from: 'md', cell: (person) => role(person.role) },
        {
          name: t('column.cohorts'),
          from: '2xl',
          className: 'text-ink-soft',
          cell: (person) =>
            person.role === 'admin' ? t('everybody') : person.cohorts.map(({ name }) => name).join(', '),
        },
        {
          name: t('column.lastSeen'),
          from: '3xl',
          className: 'tabular text-ink-soft',
          cell: ({ last_seen_at: at }) => (at === null ? t('never') : <Instant at={at} />),
        },
        { name: t('column.state'), cell: (person) => <PersonStateBadge person={person} /> },
      ]}
    />
  );
}

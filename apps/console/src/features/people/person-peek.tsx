'use client';

import { type PersonRole, personRoles } from '@activity-hub/contracts/access/caller';
import type { Person } from '@activity-hub/contracts/access/person';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import { Fact, Facts } from '../../components/facts.tsx';
import { PeekPanel, type PeekWalk } from '../../components/peek-panel.tsx';
import { Button } from '../../components/ui/button.tsx';
import { ConfirmDialog } from '../../components/ui/confirm-dialog.tsx';
import { SelectField } from '../../components/ui/form-field.tsx';
import { FormProblem } from '../../components/ui/form-problem.tsx';
import { Instant } from '../../times/times-provider.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import type { ShownLink } from './link-dialog.tsx';
import { PersonStateBadge } from './people-table.tsx';

interface PersonPeekProps extends PeekWalk {
  readonly person: Person;
  readonly onChanged: () => void;
  readonly onLink: (shown: ShownLink) => void;
}

export function PersonPeek({ person, onChanged, onLink, ...walk }: PersonPeekProps): ReactNode {
  const t = useTranslations('people');
  return (
    <PeekPanel label={t('one')} {...walk}>
      <div className="grid gap-5">
        <header aria-live="polite">
          <h2 className="flex flex-wrap items-center gap-2 font-semibold text-base">
            {person.name}
            <PersonStateBadge person={person} />
          </h2>
          <p className="mt-1 break-all text-ink-faint text-xs">{person.email}</p>
        </header>
        <PersonChanges person={person} onChanged={onChanged} />
        <NewLink person={person} onLink={onLink} />
        <Facts>
          <Fact name={t('signsInWith')}>{t(`ways.${person.signs_in_with}`)}</Fact>
          <Fact name={t('column.cohorts')}>
            {person.role === 'admin'
              ? t('everybody')
              : person.cohorts.length === 0
                ? t('noCohort')
                : person.cohorts.map(({ name }) => name).join(', ')}
          </Fact>
          <Fact name={t('column.lastSeen')}>
            {person.last_seen_at === null ? t('never') : <Instant at={person.last_seen_at} />}
          </Fact>
          <Fact name={t('created')}>
            <Instant at={person.created_at} />
          </Fact>
          <Fact name={t('id')} copy={person.person_id}>
            <code>{person.person_id}</code>
          </Fact>
        </Facts>
      </div>
    </PeekPanel>
  );
}

/** Role and access apply at once; both can be taken back in the same place. */
function PersonChanges({ person, onChanged }: { readonly person: Person; readonly onChanged: () => void }): ReactNode {
  const t = useTranslations('people');
  const role = useTranslations('account.role');
  const hub = useHub();
  const update = useMutation(
    hub.people.update.mutationOptions({
      onSuccess: ({ name }) => {
        toast.success(t('saved', { name }));
        onChanged();
      },
    }),
  );
  const change = (wanted: { readonly role?: PersonRole; readonly disabled?: boolean }): void =>
    update.mutate({ person_id: person.person_id, ...wanted });
  return (
    <section aria-label={t('access')} className="grid gap-3">
      <SelectField
        label={t('column.role')}
        value={person.role}
        disabled={update.isPending}
        onChange={(event) => {
          const wanted = personRoles.find((name) => name === event.target.value);
          if (wanted !== undefined) change({ role: wanted });
        }}
      >
        {personRoles.map((name) => (
          <option key={name} value={name}>
            {role(name)}
          </option>
        ))}
      </SelectField>
      <div>
        <Button onClick={() => change({ disabled: !person.disabled })} disabled={update.isPending}>
          {person.disabled ? t('enable') : t('disable')}
        </Button>
        <p className="mt-1 text-ink-faint text-xs">{person.disabled ? t('enableHint') : t('disableHint')}</p>
      </div>
      <FormProblem error={update.error} />
    </section>
  );
}

function NewLink({
  person,
  onLink,
}: {
  readonly person: Person;
  readonly onLink: (shown: ShownLink) => void;
}): ReactNode {
  const t = useTranslations('people.reset');
  const hub = useHub();
  const [asked, setAsked] = useState(false);
  const reset = useMutation(
    hub.people.resetPassword.mutationOptions({
      onSuccess: (invitation) => {
        setAsked(false);
        onLink({ name: person.name, invitation });
      },
    }),
  );
  if (person.disabled || person.signs_in_with === 'ory') return null;
  return (
    <div>
      <Button onClick={() => setAsked(true)}>{t('open')}</Button>
      <ConfirmDialog
        open={asked}
        onOpenChange={setAsked}
        title={t('title', { name: person.name })}
        text={t('text')}
        action={t('action')}
        busy={reset.isPending}
        error={reset.error}
        onConfirm={() => reset.mutate({ person_id: person.person_id })}
      />
    </div>
  );
}

'use client';

import { type PersonRole, personRoles } from '@activity-hub/contracts/access/caller';
import type { Invitation, Person } from '@activity-hub/contracts/access/person';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { type UseFormRegister, useForm, useWatch } from 'react-hook-form';
import { Button } from '../../components/ui/button.tsx';
import { Dialog, DialogActions } from '../../components/ui/dialog.tsx';
import { CheckboxField, FieldGroup, SelectField, TextField } from '../../components/ui/form-field.tsx';
import { FormProblem } from '../../components/ui/form-problem.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';

interface InvitationDraft {
  readonly name: string;
  readonly email: string;
  readonly role: PersonRole;
  readonly cohorts: readonly string[];
}

interface Invited {
  readonly person: Person;
  readonly invitation: Invitation;
}

export function InviteDialog({
  open,
  onOpenChange,
  onInvited,
}: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onInvited: (invited: Invited) => void;
}): ReactNode {
  const t = useTranslations('people.form');
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('title')} detail={t('detail')}>
      <InviteForm onCancel={() => onOpenChange(false)} onInvited={onInvited} />
    </Dialog>
  );
}

function InviteForm({
  onCancel,
  onInvited,
}: {
  readonly onCancel: () => void;
  readonly onInvited: (invited: Invited) => void;
}): ReactNode {
  const t = useTranslations('people.form');
  const role = useTranslations('account.role');
  const dialog = useTranslations('dialog');
  const hub = useHub();
  const { register, handleSubmit, formState, control } = useForm<InvitationDraft>({
    defaultValues: { name: '', email: '', role: 'mentor', cohorts: [] },
  });
  const chosenRole = useWatch({ control, name: 'role' });
  const invite = useMutation(hub.people.make.mutationOptions({ onSuccess: onInvited }));
  const submit = handleSubmit(({ cohorts, name, email, ...draft }) =>
    invite.mutate({
      ...draft,
      name: name.trim(),
      email: email.trim(),
      ...(draft.role === 'mentor' ? { cohort_ids: [...cohorts] } : {}),
    }),
  );
  const { errors } = formState;
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="grid gap-4">
      <TextField
        label={t('name')}
        error={errors.name === undefined ? undefined : t('nameMissing')}
        {...register('name', { maxLength: 120, validate: (name) => name.trim() !== '' })}
      />
      <TextField
        label={t('email')}
        type="email"
        error={errors.email === undefined ? undefined : t('emailMissing')}
        {...register('email', { pattern: /^\s*\S+@\S+\.\S+\s*$/, required: true })}
      />
      <SelectField label={t('role')} hint={t(`roleHint.${chosenRole}`)} {...register('role')}>
        {personRoles.map((name) => (
          <option key={name} value={name}>
            {role(name)}
          </option>
        ))}
      </SelectField>
      {chosenRole === 'mentor' ? <CohortChoice register={register} /> : null}
      <FormProblem error={invite.error} />
      <DialogActions>
        <Button onClick={onCancel}>{dialog('cancel')}</Button>
        <Button type="submit" tone="primary" disabled={invite.isPending}>
          {invite.isPending ? dialog('working') : t('invite')}
        </Button>
      </DialogActions>
    </form>
  );
}

function CohortChoice({ register }: { readonly register: UseFormRegister<InvitationDraft> }): ReactNode {
  const t = useTranslations('people.form');
  const hub = useHub();
  const cohorts = useQuery(hub.cohorts.list.queryOptions());
  const items = cohorts.data?.items ?? [];
  return (
    <FieldGroup legend={t('cohorts')} hint={items.length === 0 ? t('noCohorts') : t('cohortsHint')}>
      {items.length === 0 ? null : (
        <div className="grid max-h-40 gap-1 overflow-y-auto">
          {items.map((cohort) => (
            <CheckboxField
              key={cohort.cohort_id}
              label={cohort.name}
              value={cohort.cohort_id}
              {...register('cohorts')}
            />
          ))}
        </div>
      )}
    </FieldGroup>
  );
}

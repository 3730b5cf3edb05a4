'use client';

import type { MadeKey } from '@activity-hub/contracts/access/api-key';
import { keyPermissions } from '@activity-hub/contracts/access/caller';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { type FieldErrors, type UseFormRegister, useForm } from 'react-hook-form';
import { Button } from '../../components/ui/button.tsx';
import { Dialog, DialogActions } from '../../components/ui/dialog.tsx';
import { CheckboxField, FieldGroup, SelectField, TextAreaField, TextField } from '../../components/ui/form-field.tsx';
import { FormProblem } from '../../components/ui/form-problem.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import {
  arePatterns,
  emptyDraft,
  isWholeNumber,
  type KeyDraft,
  lifetimeNames,
  newKeyOf,
  sourcePattern,
} from './key-draft.ts';

export function MakeKeyDialog({
  open,
  onOpenChange,
  onMade,
}: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onMade: (made: MadeKey) => void;
}): ReactNode {
  const t = useTranslations('keys.form');
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('title')} detail={t('detail')} wide>
      <KeyForm onCancel={() => onOpenChange(false)} onMade={onMade} />
    </Dialog>
  );
}

function KeyForm({
  onCancel,
  onMade,
}: {
  readonly onCancel: () => void;
  readonly onMade: (made: MadeKey) => void;
}): ReactNode {
  const t = useTranslations('keys.form');
  const dialog = useTranslations('dialog');
  const hub = useHub();
  const { register, handleSubmit, formState } = useForm<KeyDraft>({ defaultValues: emptyDraft });
  const make = useMutation(hub.keys.make.mutationOptions({ onSuccess: onMade }));
  const submit = handleSubmit((draft) => make.mutate(newKeyOf(draft, Date.now())));
  const { errors } = formState;
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="grid gap-4">
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <TextField
          label={t('name')}
          hint={t('nameHint')}
          error={errors.name === undefined ? undefined : t('nameMissing')}
          {...register('name', { maxLength: 100, validate: (name) => name.trim() !== '' })}
        />
        <TextField
          label={t('source')}
          hint={t('sourceHint')}
          mono
          error={errors.source === undefined ? undefined : t('sourceWrong')}
          {...register('source', { validate: (text) => text.trim() === '' || sourcePattern.test(text.trim()) })}
        />
      </div>
      <Permissions register={register} errors={errors} />
      <TextAreaField
        label={t('types')}
        hint={t('typesHint')}
        mono
        rows={2}
        error={errors.eventTypes === undefined ? undefined : t('typesWrong')}
        {...register('eventTypes', { validate: arePatterns })}
      />
      <div className="grid items-start gap-4 sm:grid-cols-3">
        <TextField
          label={t('perSecond')}
          hint={t('noLimit')}
          inputMode="numeric"
          error={errors.eventsPerSecond === undefined ? undefined : t('numberWrong')}
          {...register('eventsPerSecond', { validate: isWholeNumber })}
        />
        <TextField
          label={t('perDay')}
          hint={t('noLimit')}
          inputMode="numeric"
          error={errors.eventsPerDay === undefined ? undefined : t('numberWrong')}
          {...register('eventsPerDay', { validate: isWholeNumber })}
        />
        <SelectField label={t('lifetime')} hint={t('lifetimeHint')} {...register('lifetime')}>
          {lifetimeNames.map((name) => (
            <option key={name} value={name}>
              {t(`lifetimes.${name}`)}
            </option>
          ))}
        </SelectField>
      </div>
      <FormProblem error={make.error} />
      <DialogActions>
        <Button onClick={onCancel}>{dialog('cancel')}</Button>
        <Button type="submit" tone="primary" disabled={make.isPending}>
          {make.isPending ? dialog('working') : t('make')}
        </Button>
      </DialogActions>
    </form>
  );
}

function Permissions({
  register,
  errors,
}: {
  readonly register: UseFormRegister<KeyDraft>;
  readonly errors: FieldErrors<KeyDraft>;
}): ReactNode {
  const t = useTranslations('keys');
  const someChosen = (_: unknown, draft: KeyDraft): boolean => Object.values(draft.permissions).some(Boolean);
  return (
    <FieldGroup legend={t('form.permissions')}>
      {keyPermissions.map((permission) => (
        <CheckboxField
          key={permission}
          label={t(`permission.${permission}`)}
          hint={t(`permissionHint.${permission}`)}
          {...register(`permissions.${permission}`, { validate: someChosen })}
        />
      ))}
      {errors.permissions === undefined ? null : (
        <p role="alert" className="text-danger text-xs">
          {t('form.permissionsMissing')}
        </p>
      )}
    </FieldGroup>
  );
}

'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useForm } from 'react-hook-form';
import { Button } from '../../components/ui/button.tsx';
import { TextField } from '../../components/ui/form-field.tsx';
import { FormProblem } from '../../components/ui/form-problem.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { EntryCard } from './entry-card.tsx';
import { PasswordFields, passwordRules } from './password-fields.tsx';
import { signInWithPassword } from './sign-in.ts';

/** Makes the first admin and signs them in: the next thing they see is how a first event arrives. */
export function SetupPage(): ReactNode {
  const t = useTranslations('setup');
  const hub = useHub();
  const { register, handleSubmit, formState, getValues } = useForm({
    defaultValues: { name: '', email: '', password: '', again: '' },
  });
  const setUp = useMutation(
    hub.people.setUp.mutationOptions({
      onSuccess: async ({ email }) => {
        const outcome = await signInWithPassword(email, getValues('password'));
        window.location.assign(outcome === 'signed_in' ? '/start' : `/sign-in?email=${encodeURIComponent(email)}`);
      },
    }),
  );
  const submit = handleSubmit(({ name, email, password }) => setUp.mutate({ name: name.trim(), email, password }));
  const { errors } = formState;
  const busy = setUp.isPending || setUp.isSuccess;
  return (
    <EntryCard title={t('title')} text={t('text')}>
      <form onSubmit={(event) => void submit(event)} noValidate className="grid gap-3">
        <TextField
          label={t('name')}
          autoComplete="name"
          error={errors.name === undefined ? undefined : t('nameMissing')}
          {...register('name', { required: true, maxLength: 120, validate: (name) => name.trim() !== '' })}
        />
        <TextField
          label={t('email')}
          type="email"
          autoComplete="username"
          error={errors.email === undefined ? undefined : t('emailMissing')}
          {...register('email', { required: true, pattern: /^\S+@\S+\.\S+$/ })}
        />
        <PasswordFields
          password={register('password', passwordRules)}
          again={register('again', { validate: (again, form) => again === form.password })}
          badLength={errors.password !== undefined}
          different={errors.again !== undefined}
        />
        <FormProblem error={setUp.error} />
        <Button type="submit" tone="primary" disabled={busy} className="h-9">
          {busy ? t('making') : t('make')}
        </Button>
      </form>
    </EntryCard>
  );
}

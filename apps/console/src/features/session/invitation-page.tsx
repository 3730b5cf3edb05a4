'use client';

import { useMutation } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useForm } from 'react-hook-form';
import { Button } from '../../components/ui/button.tsx';
import { FormProblem } from '../../components/ui/form-problem.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { EntryCard } from './entry-card.tsx';
import { PasswordFields, passwordRules } from './password-fields.tsx';
import { signInWithPassword } from './sign-in.ts';

/** The link of an invitation, or of a forgotten password: it works once. */
export function InvitationPage({ token }: { readonly token: string }): ReactNode {
  const t = useTranslations('invitation');
  if (token === '') {
    return (
      <EntryCard title={t('title')} text={t('noToken')}>
        <Link href="/sign-in" prefetch={false} className="font-medium text-accent-strong underline underline-offset-4">
          {t('toSignIn')}
        </Link>
      </EntryCard>
    );
  }
  return (
    <EntryCard title={t('title')} text={t('text')}>
      <ChoosePasswordForm token={token} />
    </EntryCard>
  );
}

function ChoosePasswordForm({ token }: { readonly token: string }): ReactNode {
  const t = useTranslations('invitation');
  const hub = useHub();
  const { register, handleSubmit, formState, getValues } = useForm({ defaultValues: { password: '', again: '' } });
  const choose = useMutation(
    hub.people.choosePassword.mutationOptions({
      onSuccess: async ({ email }) => {
        const outcome = await signInWithPassword(email, getValues('password'));
        window.location.assign(outcome === 'signed_in' ? '/' : `/sign-in?email=${encodeURIComponent(email)}`);
      },
    }),
  );
  const submit = handleSubmit(({ password }) => choose.mutate({ token, password }));
  const { errors } = formState;
  const busy = choose.isPending || choose.isSuccess;
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="grid gap-3">
      <PasswordFields
        password={register('password', passwordRules)}
        again={register('again', { validate: (again, form) => again === form.password })}
        badLength={errors.password !== undefined}
        different={errors.again !== undefined}
      />
      <FormProblem error={choose.error} />
      <Button type="submit" tone="primary" disabled={busy} className="h-9">
        {busy ? t('choosing') : t('choose')}
      </Button>
    </form>
  );
}

'use client';

import type { SetupState } from '@activity-hub/contracts/access/person';
import { LogIn } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { useForm } from 'react-hook-form';
import { Button } from '../../components/ui/button.tsx';
import { TextField } from '../../components/ui/form-field.tsx';
import { EntryCard } from './entry-card.tsx';
import { providerAddress, type SignInOutcome, signInWithPassword } from './sign-in.ts';

export function SignInPage({
  ways,
  next,
  email,
  providerFailed,
}: {
  readonly ways: SetupState['sign_in'];
  readonly next: string;
  readonly email: string;
  readonly providerFailed: boolean;
}): ReactNode {
  const t = useTranslations('signIn');
  return (
    <EntryCard title={t('title')} text={t('text')}>
      {ways.password ? <PasswordForm next={next} email={email} /> : null}
      {ways.password && ways.ory ? <p className="my-4 text-center text-ink-faint text-xs">{t('or')}</p> : null}
      {ways.ory ? <ProviderButton next={next} failed={providerFailed} /> : null}
      <p className="mt-5 text-ink-faint text-xs">{t('forgotten')}</p>
    </EntryCard>
  );
}

function PasswordForm({ next, email }: { readonly next: string; readonly email: string }): ReactNode {
  const t = useTranslations('signIn');
  const [outcome, setOutcome] = useState<SignInOutcome>();
  const { register, handleSubmit, formState, resetField, setFocus } = useForm({
    defaultValues: { email, password: '' },
  });
  const submit = handleSubmit(async (values) => {
    const result = await signInWithPassword(values.email.trim(), values.password);
    setOutcome(result);
    if (result === 'signed_in') {
      // A whole load: what the page showed before belongs to nobody.
      window.location.assign(next);
      return;
    }
    resetField('password');
    setFocus('password');
  });
  const { isSubmitting, errors } = formState;
  const busy = isSubmitting || outcome === 'signed_in';
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="grid gap-3">
      <TextField
        label={t('email')}
        type="email"
        autoComplete="username"
        error={errors.email === undefined ? undefined : t('emailMissing')}
        {...register('email', { required: true })}
      />
      <TextField
        label={t('password')}
        type="password"
        autoComplete="current-password"
        error={errors.password === undefined ? undefined : t('passwordMissing')}
        {...register('password', { required: true })}
      />
      <p role="alert" className="text-danger text-xs empty:hidden">
        {outcome === undefined || outcome === 'signed_in' ? '' : t(`outcome.${outcome}`)}
      </p>
      <Button type="submit" tone="primary" disabled={busy} className="h-9">
        <LogIn aria-hidden size={15} />
        {busy ? t('signingIn') : t('signIn')}
      </Button>
    </form>
  );
}

function ProviderButton({ next, failed }: { readonly next: string; readonly failed: boolean }): ReactNode {
  const t = useTranslations('signIn');
  const [unreachable, setUnreachable] = useState(failed);
  const go = async (): Promise<void> => {
    const address = await providerAddress(next);
    if (address === undefined) setUnreachable(true);
    else window.location.assign(address);
  };
  return (
    <>
      <Button className="h-9 w-full" onClick={() => void go()}>
        {t('withOry')}
      </Button>
      <p role="alert" className="mt-2 text-danger text-xs empty:hidden">
        {unreachable ? t('outcome.provider') : ''}
      </p>
    </>
  );
}

'use client';

import type { SetupState } from '@activity-hub/contracts/access/person';
import { LogIn } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useRef, useState } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { TextField } from '../../components/ui/form-field.tsx';
import { EntryCard } from './entry-card.tsx';
import { providerAddress, type SignInOutcome, signInWithPassword } from './sign-in.ts';

const fieldNames = { email: 'email', password: 'password' } as const;

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

/** A form of the browser: a library for two fields would be the largest part of the page. */
function PasswordForm({ next, email }: { readonly next: string; readonly email: string }): ReactNode {
  const t = useTranslations('signIn');
  const password = useRef<HTMLInputElement>(null);
  const [outcome, setOutcome] = useState<SignInOutcome>();
  const [missing, setMissing] = useState<readonly string[]>([]);
  const [sending, setSending] = useState(false);
  const submit = async (form: FormData): Promise<void> => {
    const text = (name: 'email' | 'password'): string => {
      const value = form.get(name);
      return typeof value === 'string' ? value : '';
    };
    const left = (['email', 'password'] as const).filter((name) => text(name).trim() === '');
    setMissing(left);
    if (left.length > 0) return;
    setSending(true);
    const result = await signInWithPassword(text('email').trim(), text('password'));
    setOutcome(result);
    // A whole load: what the page showed before belongs to nobody.
    if (result === 'signed_in') return window.location.assign(next);
    setSending(false);
    if (password.current !== null) password.current.value = '';
    password.current?.focus();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit(new FormData(event.currentTarget));
      }}
      noValidate
      className="grid gap-3"
    >
      <TextField
        label={t('email')}
        name={fieldNames.email}
        type="email"
        autoComplete="username"
        defaultValue={email}
        error={missing.includes('email') ? t('emailMissing') : undefined}
      />
      <TextField
        label={t('password')}
        name={fieldNames.password}
        ref={password}
        type="password"
        autoComplete="current-password"
        error={missing.includes('password') ? t('passwordMissing') : undefined}
      />
      <p role="alert" className="text-danger text-xs empty:hidden">
        {outcome === undefined || outcome === 'signed_in' ? '' : t(`outcome.${outcome}`)}
      </p>
      <Button type="submit" tone="primary" disabled={sending} className="h-9">
        <LogIn aria-hidden size={15} />
        {sending ? t('signingIn') : t('signIn')}
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

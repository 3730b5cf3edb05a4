'use client';

import { passwordBounds } from '@activity-hub/contracts/access/password-bounds';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { RegisterOptions, UseFormRegisterReturn } from 'react-hook-form';
import { TextField } from '../../components/ui/form-field.tsx';

export const passwordRules = {
  required: true,
  minLength: passwordBounds.min,
  maxLength: passwordBounds.max,
} as const satisfies RegisterOptions;

/** A new password, written twice: nobody can read it to see a slip. */
export function PasswordFields({
  password,
  again,
  badLength,
  different,
}: {
  readonly password: UseFormRegisterReturn;
  readonly again: UseFormRegisterReturn;
  readonly badLength: boolean;
  readonly different: boolean;
}): ReactNode {
  const t = useTranslations('password');
  return (
    <>
      <TextField
        label={t('new')}
        hint={t('hint', passwordBounds)}
        type="password"
        autoComplete="new-password"
        error={badLength ? t('length', passwordBounds) : undefined}
        {...password}
      />
      <TextField
        label={t('again')}
        type="password"
        autoComplete="new-password"
        error={different ? t('different') : undefined}
        {...again}
      />
    </>
  );
}

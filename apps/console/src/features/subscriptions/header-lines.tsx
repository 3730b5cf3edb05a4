'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { type NamedLine, NamedLines } from '../../components/ui/named-lines.tsx';

/** Headers that an endpoint asks for. Their values are secrets: the hub never shows them again. */
export function HeaderLines({
  lines,
  error,
  onChange,
}: {
  readonly lines: readonly NamedLine[];
  readonly error: string | undefined;
  readonly onChange: (lines: readonly NamedLine[]) => void;
}): ReactNode {
  const t = useTranslations('subscriptions.form');
  return (
    <NamedLines
      legend={t('headers')}
      hint={t('headersHint')}
      words={{
        name: (number) => t('headerName', { number }),
        value: (name) => t('headerValue', { name }),
        remove: (name) => t('removeHeader', { name }),
        add: t('addHeader'),
      }}
      lines={lines}
      error={error}
      onChange={onChange}
    />
  );
}

'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { type NamedLine, NamedLines } from '../ui/named-lines.tsx';
import { type ConfigField, isNumber } from './config-fields.ts';

/** Names with a value each: weights, or which field comes from where. */
export function RecordInput({
  field,
  lines,
  error,
  onChange,
}: {
  readonly field: ConfigField;
  readonly lines: readonly NamedLine[];
  readonly error: string | undefined;
  readonly onChange: (lines: readonly NamedLine[]) => void;
}): ReactNode {
  const t = useTranslations('configForm');
  return (
    <NamedLines
      legend={field.name}
      hint={field.description}
      words={{
        name: (number) => t('lineName', { number }),
        value: (name) => t('lineValue', { name }),
        remove: (name) => t('removeLine', { name }),
        add: t('addLine'),
      }}
      lines={lines}
      error={error}
      isNumber={isNumber(field.rule)}
      onChange={onChange}
    />
  );
}

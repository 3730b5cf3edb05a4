'use client';

import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { type NamedLine, NamedLines } from '../ui/named-lines.tsx';
import { type ConfigField, isNumber } from './config-fields.ts';
import { SettingLabel } from './setting-label.tsx';

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
  const locale = useLocale();
  return (
    <NamedLines
      legend={<SettingLabel field={field} />}
      hint={field.description?.[locale]}
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

'use client';

import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { type NamedLine, NamedLines } from '../ui/named-lines.tsx';
import { type ConfigField, isNumber } from './config-fields.ts';
import type { FaultAtSetting } from './fault-at-setting.ts';
import { pointerTo } from './read-fields.ts';
import { SettingLabel } from './setting-label.tsx';

/** Names with a value each: weights, or which field comes from where. */
export function RecordInput({
  field,
  lines,
  at,
  faultAt,
  onChange,
}: {
  readonly field: ConfigField;
  readonly lines: readonly NamedLine[];
  /** Where it stands in the configuration, as a JSON pointer. */
  readonly at: string;
  readonly faultAt: FaultAtSetting;
  readonly onChange: (lines: readonly NamedLine[]) => void;
}): ReactNode {
  const t = useTranslations('configForm');
  const locale = useLocale();
  const faultOf = ({ name }: NamedLine): string | undefined => faultAt(pointerTo(at, name.trim()));
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
      error={lines.some((line) => faultOf(line) !== undefined) ? undefined : faultAt(at)}
      faultOf={faultOf}
      isNumber={isNumber(field.rule)}
      onChange={onChange}
    />
  );
}

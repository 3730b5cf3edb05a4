'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { localInputOf, parseLocalInput } from '../times/local-input.ts';
import { useTimes } from '../times/times-provider.tsx';
import { TextField } from './ui/form-field.tsx';

/** A moment, written in the zone of the chip and kept as UTC. */
export function LocalTimeField({
  label,
  value,
  error,
  onChange,
}: {
  readonly label: string;
  readonly value: number | null;
  readonly error?: string | undefined;
  readonly onChange: (instantMs: number | null) => void;
}): ReactNode {
  const t = useTranslations('events.filter');
  const { zone } = useTimes();
  return (
    <TextField
      type="datetime-local"
      step={1}
      label={label}
      hint={t('inZone', { zone })}
      error={error}
      value={localInputOf(value, zone)}
      onChange={(event) => onChange(parseLocalInput(event.target.value, zone))}
    />
  );
}

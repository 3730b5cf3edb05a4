'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useId, useState } from 'react';
import { localInputOf, parseLocalInput } from '../times/local-input.ts';
import { useTimes } from '../times/times-provider.tsx';
import { Button } from './ui/button.tsx';
import { fieldLook } from './ui/committed-input.tsx';

/** From and to, typed in the zone of the chip. */
export function AbsoluteRange({
  from,
  to,
  onApply,
}: {
  readonly from: number | null;
  readonly to: number | null;
  readonly onApply: (from: number | null, to: number | null) => void;
}): ReactNode {
  const t = useTranslations('events.filter');
  const { zone } = useTimes();
  const id = useId();
  const [start, setStart] = useState(() => localInputOf(from, zone));
  const [end, setEnd] = useState(() => localInputOf(to, zone));
  const startMs = parseLocalInput(start, zone);
  const endMs = parseLocalInput(end, zone);
  const backwards = startMs !== null && endMs !== null && startMs >= endMs;
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!backwards) onApply(startMs, endMs);
      }}
    >
      {(
        [
          ['from', start, setStart],
          ['to', end, setEnd],
        ] as const
      ).map(([name, value, set]) => (
        <div key={name}>
          <label htmlFor={`${id}-${name}`} className="mb-1 block font-medium text-ink-soft text-xs">
            {t(name)}
          </label>
          <input
            id={`${id}-${name}`}
            type="datetime-local"
            step={1}
            value={value}
            aria-invalid={backwards}
            aria-describedby={`${id}-zone`}
            className={fieldLook}
            onChange={(event) => set(event.target.value)}
          />
        </div>
      ))}
      <p id={`${id}-zone`} className={backwards ? 'text-danger text-xs' : 'text-ink-faint text-xs'}>
        {backwards ? t('backwards') : t('inZone', { zone })}
      </p>
      <Button type="submit" tone="primary" disabled={backwards || (startMs === null && endMs === null)}>
        {t('apply')}
      </Button>
    </form>
  );
}

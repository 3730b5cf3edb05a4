'use client';

import { ToggleGroup } from 'radix-ui';
import type { ReactNode } from 'react';

/** A choice of few, all visible. Exactly one is always chosen. */
export function Segmented<Value extends string>({
  label,
  options,
  value,
  onChoose,
}: {
  readonly label: string;
  readonly options: readonly { readonly value: Value; readonly label: ReactNode; readonly name?: string }[];
  readonly value: Value;
  readonly onChoose: (value: Value) => void;
}): ReactNode {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(next) => {
        const chosen = options.find((option) => option.value === next);
        if (chosen !== undefined) onChoose(chosen.value);
      }}
      className="inline-flex rounded-lg border border-line-strong bg-surface p-0.5"
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          aria-label={option.name}
          title={option.name}
          className="inline-flex h-6.5 items-center rounded-md px-2 font-medium text-ink-soft text-xs transition-colors hover:text-ink data-[state=on]:bg-accent-soft data-[state=on]:text-accent-strong"
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}

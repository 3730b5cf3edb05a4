'use client';

import { Check } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';

interface Choice {
  readonly value: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly lang?: string | undefined;
}

/** A button that opens a list of which one is chosen: zone, language, theme. */
export function ChoiceMenu({
  label,
  title,
  choices,
  value,
  onChoose,
  children,
}: {
  /** Accessible name of the button with the current choice, unless its content says it. */
  readonly label?: string;
  readonly title: string;
  readonly choices: readonly Choice[];
  readonly value: string;
  readonly onChoose: (value: string) => void;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        aria-label={label}
        title={label ?? title}
        className="inline-flex h-8 min-w-8 items-center justify-center gap-1.5 rounded-lg px-2 font-medium text-[0.8125rem] text-ink-soft transition-colors hover:bg-hover hover:text-ink data-[state=open]:bg-hover"
      >
        {children}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={6}
          className="z-50 min-w-52 rounded-xl border bg-raised p-1.5 shadow-raised"
        >
          <DropdownMenu.Label className="px-2 py-1 text-ink-faint text-xs">{title}</DropdownMenu.Label>
          <DropdownMenu.RadioGroup value={value} onValueChange={onChoose}>
            {choices.map((choice) => (
              <DropdownMenu.RadioItem
                key={choice.value}
                value={choice.value}
                lang={choice.lang}
                className="flex cursor-pointer select-none items-center justify-between gap-4 rounded-lg px-2 py-1.5 outline-none data-[highlighted]:bg-hover"
              >
                <span>
                  {choice.label}
                  {choice.hint === undefined ? null : (
                    <span className="block text-ink-faint text-xs">{choice.hint}</span>
                  )}
                </span>
                <DropdownMenu.ItemIndicator>
                  <Check aria-hidden size={15} className="text-accent" />
                </DropdownMenu.ItemIndicator>
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

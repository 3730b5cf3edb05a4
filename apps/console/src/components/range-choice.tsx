'use client';

import { Popover } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { AbsoluteRange } from './absolute-range.tsx';
import { classNames } from './class-names.ts';
import { Button } from './ui/button.tsx';
import { fieldLook } from './ui/committed-input.tsx';

/** A span back from now, or one between two instants, which is written in a panel of its own. */
export function RangeChoice({
  label,
  className,
  presets,
  preset,
  from,
  to,
  words,
  onPreset,
  onAbsolute,
}: {
  readonly label: string;
  readonly className: string;
  readonly presets: readonly { readonly value: string; readonly label: string }[];
  readonly preset: string;
  readonly from: number | null;
  readonly to: number | null;
  readonly words: { readonly custom: string; readonly choose: string; readonly edit: string };
  readonly onPreset: (preset: string) => void;
  readonly onAbsolute: (from: number | null, to: number | null) => void;
}): ReactNode {
  const isAbsolute = from !== null || to !== null;
  const [editing, setEditing] = useState(false);
  return (
    <Popover.Root open={editing} onOpenChange={setEditing}>
      <Popover.Anchor asChild>
        <select
          aria-label={label}
          className={classNames(fieldLook, className)}
          value={isAbsolute ? 'custom' : preset}
          onChange={({ target: { value } }) => {
            if (value === 'custom') setEditing(true);
            else onPreset(value);
          }}
        >
          {presets.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
          <option value="custom">{isAbsolute ? words.custom : words.choose}</option>
        </select>
      </Popover.Anchor>
      {isAbsolute ? (
        <Popover.Trigger asChild>
          <Button tone="quiet">{words.edit}</Button>
        </Popover.Trigger>
      ) : null}
      <Popover.Portal>
        <Popover.Content
          aria-label={words.choose}
          align="start"
          sideOffset={6}
          className="z-40 rounded-xl border bg-raised p-4 shadow-raised"
        >
          <AbsoluteRange
            from={from}
            to={to}
            onApply={(newFrom, newTo) => {
              onAbsolute(newFrom, newTo);
              setEditing(false);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

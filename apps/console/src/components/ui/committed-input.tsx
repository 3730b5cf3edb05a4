'use client';

import { type ReactNode, type RefObject, useEffect, useId, useState } from 'react';
import { classNames } from '../class-names.ts';

export const fieldLook =
  'h-8 w-full min-w-0 rounded-lg border border-line-strong bg-surface px-2.5 text-[0.8125rem] text-ink placeholder:text-ink-faint aria-invalid:border-danger';

/**
 * A filter field that applies on Enter or when it is left, not on every key: each change asks the hub.
 * What is not valid stays in the field, is marked, and is not applied.
 */
export function CommittedInput({
  label,
  showLabel = false,
  value,
  onCommit,
  valid = () => true,
  invalidHint,
  mono = false,
  list,
  className,
  inputRef,
}: {
  readonly label: string;
  readonly showLabel?: boolean;
  readonly value: string | null;
  readonly onCommit: (value: string | null) => void;
  readonly valid?: (text: string) => boolean;
  readonly invalidHint?: string;
  readonly mono?: boolean;
  readonly list?: string;
  readonly className?: string;
  readonly inputRef?: RefObject<HTMLInputElement | null>;
}): ReactNode {
  const id = useId();
  const [draft, setDraft] = useState(value ?? '');
  useEffect(() => setDraft(value ?? ''), [value]);
  const text = draft.trim();
  const invalid = text !== '' && !valid(text);
  const commit = (next: string): void => {
    const trimmed = next.trim();
    if (trimmed === (value ?? '') || (trimmed !== '' && !valid(trimmed))) return;
    onCommit(trimmed === '' ? null : trimmed);
  };
  return (
    <div className={className}>
      <label htmlFor={id} className={showLabel ? 'mb-1 block font-medium text-ink-soft text-xs' : 'sr-only'}>
        {label}
      </label>
      <input
        id={id}
        ref={inputRef}
        list={list}
        value={draft}
        placeholder={showLabel ? undefined : label}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={invalid}
        aria-describedby={invalid && invalidHint !== undefined ? `${id}-hint` : undefined}
        className={classNames(fieldLook, mono && draft !== '' && 'font-mono text-xs')}
        onChange={(event) => {
          setDraft(event.target.value);
          // A choice from the suggestions comes as a replacement, not as typing: apply it at once.
          if (
            list !== undefined &&
            !('inputType' in event.nativeEvent && event.nativeEvent.inputType !== 'insertReplacementText')
          ) {
            commit(event.target.value);
          }
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit(draft);
          if (event.key === 'Escape' && draft !== (value ?? '')) {
            event.stopPropagation();
            setDraft(value ?? '');
          }
        }}
        onBlur={() => commit(draft)}
      />
      {invalid && invalidHint !== undefined ? (
        <p id={`${id}-hint`} className="mt-1 text-danger text-xs">
          {invalidHint}
        </p>
      ) : null}
    </div>
  );
}

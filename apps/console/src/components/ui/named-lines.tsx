'use client';

import { Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import { nextId } from '../next-id.ts';
import { Button, IconButton } from './button.tsx';
import { fieldLook } from './committed-input.tsx';
import { FieldGroup } from './form-field.tsx';

export interface NamedLine {
  /** Keeps the place of a line while others are removed. */
  readonly id: number;
  readonly name: string;
  readonly value: string;
}

/** What its controls are called; `line` is the name that was written, or the number of the line. */
export interface NamedLinesWords {
  name(number: number): string;
  value(line: string): string;
  remove(line: string): string;
  readonly add: string;
}

/** A name with a value each: headers, weights, or which field comes from where. */
export function NamedLines({
  legend,
  hint,
  words,
  lines,
  error,
  isNumber = false,
  onChange,
}: {
  readonly legend: ReactNode;
  readonly hint: string | undefined;
  readonly words: NamedLinesWords;
  readonly lines: readonly NamedLine[];
  readonly error: string | undefined;
  /** The values are numbers; texts are long, so on a phone they stand below their names. */
  readonly isNumber?: boolean;
  readonly onChange: (lines: readonly NamedLine[]) => void;
}): ReactNode {
  const put = (id: number, change: Partial<NamedLine>): void =>
    onChange(lines.map((line) => (line.id === id ? { ...line, ...change } : line)));
  const shownName = (line: NamedLine, at: number): string => (line.name === '' ? String(at + 1) : line.name);
  return (
    <FieldGroup legend={legend} hint={hint}>
      <ul className="grid gap-1.5 empty:hidden">
        {lines.map((line, at) => (
          <li key={line.id} className="flex items-center gap-1.5">
            <div className={classNames('min-w-0 flex-1 gap-1.5', isNumber ? 'flex' : 'grid sm:grid-cols-2')}>
              <input
                aria-label={words.name(at + 1)}
                aria-invalid={error !== undefined}
                className={classNames(fieldLook, 'h-8 min-w-0 flex-1 font-mono text-xs')}
                spellCheck={false}
                autoComplete="off"
                value={line.name}
                onChange={(event) => put(line.id, { name: event.target.value })}
              />
              <input
                aria-label={words.value(shownName(line, at))}
                aria-invalid={error !== undefined}
                className={classNames(
                  fieldLook,
                  'h-8 min-w-0',
                  isNumber ? 'tabular w-24 text-right' : 'font-mono text-xs',
                )}
                spellCheck={false}
                autoComplete="off"
                value={line.value}
                onChange={(event) => put(line.id, { value: event.target.value })}
              />
            </div>
            <IconButton
              label={words.remove(shownName(line, at))}
              onClick={() => onChange(lines.filter(({ id }) => id !== line.id))}
            >
              <X aria-hidden size={15} />
            </IconButton>
          </li>
        ))}
      </ul>
      <Button
        className="justify-self-start"
        tone="quiet"
        onClick={() => onChange([...lines, { id: nextId(lines), name: '', value: '' }])}
      >
        <Plus aria-hidden size={15} />
        {words.add}
      </Button>
      {error === undefined ? null : (
        <p role="alert" className="text-danger text-xs">
          {error}
        </p>
      )}
    </FieldGroup>
  );
}

'use client';

import { Plus, X } from 'lucide-react';
import { type ReactNode, useId } from 'react';
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

interface NamedLinesProps {
  readonly legend: ReactNode;
  readonly hint: string | undefined;
  readonly words: NamedLinesWords;
  readonly lines: readonly NamedLine[];
  /** What is wrong with all of them. */
  readonly error: string | undefined;
  /** What is wrong with one: it alone is marked. */
  readonly faultOf?: (line: NamedLine) => string | undefined;
  /** The values are numbers, so they need less room. On a phone all stand below their names, which are long. */
  readonly isNumber?: boolean;
  readonly onChange: (lines: readonly NamedLine[]) => void;
}

/** A name with a value each: headers, weights, or which field comes from where. */
export function NamedLines({
  legend,
  hint,
  words,
  lines,
  error,
  faultOf,
  isNumber = false,
  onChange,
}: NamedLinesProps): ReactNode {
  return (
    <FieldGroup legend={legend} hint={hint}>
      <ul className="grid gap-1.5 empty:hidden">
        {lines.map((line, at) => (
          <Line
            key={line.id}
            line={line}
            number={at + 1}
            words={words}
            isInvalid={error !== undefined}
            fault={faultOf?.(line)}
            isNumber={isNumber}
            onChange={(change) => onChange(lines.map((one) => (one === line ? { ...line, ...change } : one)))}
            onRemove={() => onChange(lines.filter((one) => one !== line))}
          />
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

function Line({
  line,
  number,
  words,
  isInvalid,
  fault,
  isNumber,
  onChange,
  onRemove,
}: {
  readonly line: NamedLine;
  readonly number: number;
  readonly words: NamedLinesWords;
  readonly isInvalid: boolean;
  readonly fault: string | undefined;
  readonly isNumber: boolean;
  readonly onChange: (change: Partial<NamedLine>) => void;
  readonly onRemove: () => void;
}): ReactNode {
  const faultId = useId();
  const name = line.name === '' ? String(number) : line.name;
  const common = {
    'aria-invalid': isInvalid || fault !== undefined,
    'aria-describedby': fault === undefined ? undefined : faultId,
    spellCheck: false,
    autoComplete: 'off',
  };
  return (
    <li>
      <div className="flex items-center gap-1.5">
        <div className={classNames('min-w-0 flex-1 gap-1.5', 'grid', isNumber ? 'sm:flex' : 'sm:grid-cols-2')}>
          <input
            {...common}
            aria-label={words.name(number)}
            className={classNames(fieldLook, 'h-8 min-w-0 flex-1 font-mono text-xs')}
            value={line.name}
            onChange={(event) => onChange({ name: event.target.value })}
          />
          <input
            {...common}
            aria-label={words.value(name)}
            className={classNames(fieldLook, 'h-8 min-w-0', isNumber ? 'tabular w-24 text-right' : 'font-mono text-xs')}
            value={line.value}
            onChange={(event) => onChange({ value: event.target.value })}
          />
        </div>
        <IconButton label={words.remove(name)} onClick={onRemove}>
          <X aria-hidden size={15} />
        </IconButton>
      </div>
      {fault === undefined ? null : (
        <p id={faultId} role="alert" className="mt-0.5 text-danger text-xs">
          {fault}
        </p>
      )}
    </li>
  );
}

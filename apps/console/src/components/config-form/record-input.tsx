'use client';

import { Plus, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { fieldLook } from '../ui/committed-input.tsx';
import { FieldGroup } from '../ui/form-field.tsx';
import { type ConfigField, isNumber } from './config-fields.ts';
import { nextId, type RecordLine } from './field-draft.ts';

/** Names with a value each: weights, or which field comes from where. */
export function RecordInput({
  field,
  lines,
  error,
  onChange,
}: {
  readonly field: ConfigField;
  readonly lines: readonly RecordLine[];
  readonly error: string | undefined;
  readonly onChange: (lines: readonly RecordLine[]) => void;
}): ReactNode {
  const t = useTranslations('configForm');
  // Texts are long: on a phone a value stands below its name.
  const isText = !isNumber(field.rule);
  const put = (id: number, change: Partial<RecordLine>): void =>
    onChange(lines.map((line) => (line.id === id ? { ...line, ...change } : line)));
  return (
    <FieldGroup legend={field.name} hint={field.description}>
      <ul className="grid gap-1.5">
        {lines.map((line, at) => (
          <li key={line.id} className="flex items-center gap-1.5">
            <div className={classNames('min-w-0 flex-1 gap-1.5', isText ? 'grid sm:grid-cols-2' : 'flex')}>
              <input
                aria-label={t('lineName', { number: at + 1 })}
                className={classNames(fieldLook, 'h-8 min-w-0 flex-1 font-mono text-xs')}
                spellCheck={false}
                value={line.name}
                onChange={(event) => put(line.id, { name: event.target.value })}
              />
              <input
                aria-label={t('lineValue', { name: line.name === '' ? String(at + 1) : line.name })}
                aria-invalid={error !== undefined}
                className={classNames(
                  fieldLook,
                  'h-8 min-w-0',
                  isText ? 'font-mono text-xs' : 'tabular w-24 text-right',
                )}
                spellCheck={false}
                value={line.value}
                onChange={(event) => put(line.id, { value: event.target.value })}
              />
            </div>
            <IconButton
              label={t('removeLine', { name: line.name === '' ? String(at + 1) : line.name })}
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
        {t('addLine')}
      </Button>
      {error === undefined ? null : (
        <p role="alert" className="text-danger text-xs">
          {error}
        </p>
      )}
    </FieldGroup>
  );
}

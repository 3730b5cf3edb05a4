'use client';

import { Plus, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { classNames } from '../../components/class-names.ts';
import { Button, IconButton } from '../../components/ui/button.tsx';
import { fieldLook } from '../../components/ui/committed-input.tsx';
import { CheckboxField, FieldGroup, SelectField, TextAreaField, TextField } from '../../components/ui/form-field.tsx';
import type { ConfigField, FieldDraft, RecordLine } from './config-fields.ts';

interface InputProps {
  readonly field: ConfigField;
  readonly draft: FieldDraft;
  readonly error: string | undefined;
  readonly onChange: (draft: FieldDraft) => void;
}

/** One setting of a plugin, in the form its JSON Schema asks for. */
export function ConfigInput({ field, draft, error, onChange }: InputProps): ReactNode {
  const t = useTranslations('plugins.config');
  const texts = { label: field.name, hint: field.description };
  if (typeof draft === 'boolean')
    return <CheckboxField {...texts} checked={draft} onChange={(event) => onChange(event.target.checked)} />;
  if (typeof draft !== 'string') return <RecordInput field={field} lines={draft} error={error} onChange={onChange} />;
  if (field.kind === 'choice') {
    return (
      <SelectField {...texts} error={error} value={draft} onChange={(event) => onChange(event.target.value)}>
        {field.choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </SelectField>
    );
  }
  if (field.kind === 'list' || field.kind === 'json') {
    const hint = field.kind === 'list' ? [field.description, t('onePerLine')].filter(Boolean).join(' ') : texts.hint;
    return (
      <TextAreaField
        label={field.name}
        hint={hint}
        error={error}
        mono
        rows={Math.min(12, draft.split('\n').length + 1)}
        value={draft}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  }
  return (
    <TextField
      {...texts}
      error={error}
      inputMode={field.kind === 'number' ? 'decimal' : 'text'}
      className={classNames(field.kind === 'number' && 'max-w-64')}
      value={draft}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

function RecordInput({
  field,
  lines,
  error,
  onChange,
}: Omit<InputProps, 'draft'> & { readonly lines: readonly RecordLine[] }): ReactNode {
  const t = useTranslations('plugins.config');
  const put = (id: number, change: Partial<RecordLine>): void =>
    onChange(lines.map((line) => (line.id === id ? { ...line, ...change } : line)));
  const nextId = Math.max(-1, ...lines.map(({ id }) => id)) + 1;
  return (
    <FieldGroup legend={field.name} hint={field.description}>
      <ul className="grid gap-1.5">
        {lines.map((line, at) => (
          <li key={line.id} className="flex items-center gap-1.5">
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
              className={classNames(fieldLook, 'tabular h-8 w-24 text-right')}
              value={line.value}
              onChange={(event) => put(line.id, { value: event.target.value })}
            />
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
        onClick={() => onChange([...lines, { id: nextId, name: '', value: '' }])}
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

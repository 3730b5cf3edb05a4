'use client';

import { Plus, X } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import { Button } from '../ui/button.tsx';
import { CheckboxField, FieldGroup, SelectField, TextAreaField, TextField } from '../ui/form-field.tsx';
import type { ConfigField } from './config-fields.ts';
import type { FaultAtSetting } from './fault-at-setting.ts';
import { type Drafts, type FieldDraft, newRow, type Row } from './field-draft.ts';
import { pointerTo } from './read-fields.ts';
import { RecordInput } from './record-input.tsx';
import { SettingLabel } from './setting-label.tsx';

interface InputsProps {
  readonly fields: readonly ConfigField[];
  readonly drafts: Drafts;
  /** Where they stand in the configuration, as a JSON pointer. */
  readonly at: string;
  readonly faultAt: FaultAtSetting;
  /** Of the fields that were written in. */
  readonly onChange: (drafts: Drafts) => void;
}

interface InputProps<Draft> {
  readonly field: ConfigField;
  readonly draft: Draft;
  readonly at: string;
  readonly faultAt: FaultAtSetting;
  readonly onChange: (draft: FieldDraft) => void;
}

const mostRows = 12;

/** The settings of a plugin, each in the form that its JSON Schema asks for. */
export function ConfigInputs({ fields, drafts, at, faultAt, onChange }: InputsProps): ReactNode {
  return fields.map((field) => (
    <ConfigInput
      key={field.name}
      field={field}
      draft={drafts[field.name] ?? ''}
      at={pointerTo(at, field.name)}
      faultAt={faultAt}
      onChange={(draft) => onChange({ [field.name]: draft })}
    />
  ));
}

function ConfigInput({ field, draft, ...rest }: InputProps<FieldDraft>): ReactNode {
  const { at, faultAt, onChange } = rest;
  const locale = useLocale();
  if (typeof draft === 'string') return <TextInput field={field} draft={draft} {...rest} />;
  if (typeof draft === 'boolean') {
    return (
      <CheckboxField
        label={<SettingLabel field={field} />}
        hint={field.description?.[locale]}
        checked={draft}
        onChange={(event) => onChange(event.target.checked)}
      />
    );
  }
  if ('lines' in draft)
    return (
      <RecordInput
        field={field}
        lines={draft.lines}
        at={at}
        faultAt={faultAt}
        onChange={(lines) => onChange({ lines })}
      />
    );
  if ('rows' in draft) return <RowsInput field={field} draft={draft.rows} {...rest} />;
  return (
    <FieldGroup legend={<SettingLabel field={field} />}>
      <About field={field} />
      <Nested
        fields={field.fields}
        drafts={draft.drafts}
        at={at}
        faultAt={faultAt}
        onChange={(drafts) => onChange({ drafts })}
      />
    </FieldGroup>
  );
}

function TextInput({ field, draft, at, faultAt, onChange }: InputProps<string>): ReactNode {
  const t = useTranslations('configForm');
  const locale = useLocale();
  const notes = [
    field.needed ? t('needed') : undefined,
    field.description?.[locale],
    field.kind === 'list' ? t('onePerLine') : undefined,
    field.secret ? t('secret') : undefined,
  ].filter((note) => note !== undefined);
  const texts = {
    label: <SettingLabel field={field} />,
    hint: notes.length === 0 ? undefined : notes.join(' '),
    error: faultAt(at),
    'aria-required': field.needed,
  };
  if (field.kind === 'choice') {
    return (
      <SelectField {...texts} value={draft} onChange={(event) => onChange(event.target.value)}>
        {field.choices.includes(draft) ? null : <option value={draft}>{draft}</option>}
        {field.choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </SelectField>
    );
  }
  if (field.kind === 'list' || field.kind === 'json') {
    return (
      <TextAreaField
        {...texts}
        mono
        rows={Math.min(mostRows, draft.split('\n').length + 1)}
        value={draft}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  }
  return (
    <TextField
      {...texts}
      {...(field.secret ? { type: 'password', autoComplete: 'new-password' } : {})}
      inputMode={field.kind === 'number' ? 'decimal' : 'text'}
      className={classNames(field.kind === 'number' && 'max-w-64')}
      value={draft}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** A list of objects: each with fields of its own, in the order that was given. */
function RowsInput({ field, draft: rows, at, faultAt, onChange }: InputProps<readonly Row[]>): ReactNode {
  const t = useTranslations('configForm');
  const name = field.title[useLocale()];
  const put = (id: number, drafts: Drafts): void =>
    onChange({ rows: rows.map((row) => (row.id === id ? { ...row, drafts } : row)) });
  return (
    <FieldGroup legend={<SettingLabel field={field} />}>
      <About field={field} />
      {rows.map((row, index) => (
        <FieldGroup key={row.id} legend={t('row', { name, number: index + 1 })}>
          <Nested
            fields={field.fields}
            drafts={row.drafts}
            at={pointerTo(at, index)}
            faultAt={faultAt}
            onChange={(drafts) => put(row.id, drafts)}
          />
          <Button
            className="justify-self-start"
            tone="quiet"
            onClick={() => onChange({ rows: rows.filter(({ id }) => id !== row.id) })}
          >
            <X aria-hidden size={15} />
            {t('removeRow', { name, number: index + 1 })}
          </Button>
        </FieldGroup>
      ))}
      <Button
        className="justify-self-start"
        tone="quiet"
        onClick={() => onChange({ rows: [...rows, newRow(field, rows)] })}
      >
        <Plus aria-hidden size={15} />
        {t('addRow', { name })}
      </Button>
    </FieldGroup>
  );
}

/** Above the fields, of which there may be more than a screen. */
function About({ field: { description } }: { readonly field: ConfigField }): ReactNode {
  const locale = useLocale();
  return description === undefined ? null : <p className="text-ink-faint text-xs">{description[locale]}</p>;
}

/** Set off from the settings around it. `onChange` tells all of its fields. */
function Nested({ drafts, onChange, ...rest }: InputsProps): ReactNode {
  return (
    <div className="grid grid-cols-1 gap-4 border-l-2 pl-3">
      <ConfigInputs {...rest} drafts={drafts} onChange={(change) => onChange({ ...drafts, ...change })} />
    </div>
  );
}

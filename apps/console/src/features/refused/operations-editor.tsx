'use client';

import { Plus, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { nextId } from '../../components/next-id.ts';
import { Button, IconButton } from '../../components/ui/button.tsx';
import { FieldGroup, SelectField, TextField } from '../../components/ui/form-field.tsx';
import { draftFaults, newDraft, type OperationDraft, operationKinds } from './operation-draft.ts';

/** The most steps that one repair may have. */
const maxSteps = 20;

/** The steps of a repair of many, in order. Faults are told once the preview was asked for. */
export function OperationsEditor({
  drafts,
  onChange,
  showFaults,
}: {
  readonly drafts: readonly OperationDraft[];
  readonly onChange: (drafts: readonly OperationDraft[]) => void;
  readonly showFaults: boolean;
}): ReactNode {
  const t = useTranslations('refused.many');
  return (
    <FieldGroup legend={t('steps')}>
      {drafts.length === 0 ? <p className="text-ink-soft">{t('noSteps')}</p> : null}
      {drafts.map((draft, index) => (
        <Step
          key={draft.id}
          number={index + 1}
          draft={draft}
          showFaults={showFaults}
          onChange={(change) => onChange(drafts.map((one) => (one === draft ? { ...one, ...change } : one)))}
          onRemove={() => onChange(drafts.filter((one) => one !== draft))}
        />
      ))}
      <div>
        <Button disabled={drafts.length >= maxSteps} onClick={() => onChange([...drafts, newDraft(nextId(drafts))])}>
          <Plus aria-hidden size={15} />
          {t('add')}
        </Button>
      </div>
    </FieldGroup>
  );
}

interface StepProps {
  readonly number: number;
  readonly draft: OperationDraft;
  readonly showFaults: boolean;
  readonly onChange: (change: Partial<OperationDraft>) => void;
  readonly onRemove: () => void;
}

function Step({ number, draft, showFaults, onChange, onRemove }: StepProps): ReactNode {
  const t = useTranslations('refused.many');
  return (
    <fieldset className="grid gap-2 rounded-lg border p-3">
      <legend className="sr-only">{t('step', { number })}</legend>
      <div className="flex items-end gap-2">
        <SelectField
          label={t('step', { number })}
          className="w-40"
          value={draft.op}
          onChange={(event) => onChange({ op: operationKinds.find((op) => op === event.target.value) ?? 'set' })}
        >
          {operationKinds.map((op) => (
            <option key={op} value={op}>
              {t(`op.${op}`)}
            </option>
          ))}
        </SelectField>
        <IconButton label={t('removeStep', { number })} className="ml-auto" onClick={onRemove}>
          <X aria-hidden size={16} />
        </IconButton>
      </div>
      <StepFields draft={draft} showFaults={showFaults} onChange={onChange} />
    </fieldset>
  );
}

function StepFields({ draft, showFaults, onChange }: Pick<StepProps, 'draft' | 'showFaults' | 'onChange'>): ReactNode {
  const t = useTranslations('refused.many');
  const faults = showFaults ? draftFaults(draft) : [];
  const { op } = draft;
  return (
    <div className="grid gap-2 sm:grid-cols-2">
      {op === 'move' ? (
        <TextField
          label={t('from')}
          hint={t('pointerHint')}
          error={faults.includes('from') ? t('wrongPointer') : undefined}
          mono
          value={draft.from}
          onChange={(event) => onChange({ from: event.target.value })}
        />
      ) : null}
      {op === 'merge' ? null : (
        <TextField
          label={op === 'move' ? t('to') : t('pointer')}
          hint={t('pointerHint')}
          error={faults.includes('pointer') ? t('wrongPointer') : undefined}
          mono
          value={draft.pointer}
          onChange={(event) => onChange({ pointer: event.target.value })}
        />
      )}
      {op === 'set' || op === 'merge' ? (
        <TextField
          label={op === 'set' ? t('value') : t('patch')}
          hint={op === 'set' ? t('valueHint') : t('patchHint')}
          error={faults.includes('value') ? t('wrongPatch') : undefined}
          mono
          value={draft.value}
          onChange={(event) => onChange({ value: event.target.value })}
        />
      ) : null}
    </div>
  );
}

'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { TextAreaField } from '../ui/form-field.tsx';
import { asForm, asText, type ConfigDraft, shownDrafts } from './config-draft.ts';
import type { ConfigField } from './config-fields.ts';
import { ConfigInputs } from './config-input.tsx';
import type { FaultAtSetting } from './fault-at-setting.ts';

const mostLines = 24;

/** The configuration of a plugin or a sink: a form made of its JSON Schema, or JSON for what no form can show. */
export function ConfigForm({
  fields,
  draft,
  faultAt,
  onChange,
}: {
  readonly fields: readonly ConfigField[];
  readonly draft: ConfigDraft;
  readonly faultAt: FaultAtSetting;
  readonly onChange: (draft: ConfigDraft) => void;
}): ReactNode {
  const t = useTranslations('configForm');
  const { text } = draft;
  const other = text === undefined ? asText(fields, draft) : asForm(draft);
  return (
    <>
      {text === undefined ? (
        <ConfigInputs
          fields={fields}
          drafts={shownDrafts(fields, draft)}
          at=""
          faultAt={faultAt}
          onChange={(change) => onChange({ ...draft, drafts: { ...draft.drafts, ...change } })}
        />
      ) : (
        <TextAreaField
          label={t('text')}
          hint={t('textHint')}
          error={faultAt('')}
          mono
          rows={Math.min(mostLines, text.split('\n').length + 1)}
          value={text}
          onChange={(event) => onChange({ ...draft, text: event.target.value })}
        />
      )}
      <Button
        className="justify-self-start"
        tone="quiet"
        disabled={other === undefined}
        onClick={() => (other === undefined ? undefined : onChange(other))}
      >
        {t(text === undefined ? 'asText' : 'asForm')}
      </Button>
    </>
  );
}

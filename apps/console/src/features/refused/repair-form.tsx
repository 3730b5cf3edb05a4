'use client';

import type { RefusedEvent } from '@activity-hub/contracts/activity/refused-event';
import type { Resubmission } from '@activity-hub/contracts/activity/refused-repair';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { CheckboxField, TextAreaField } from '../../components/ui/form-field.tsx';
import { FormProblem } from '../../components/ui/form-problem.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { DifferencesTable } from './differences-table.tsx';
import { jsonFault } from './json-text.ts';
import { attemptOf, firstText } from './repair-attempt.ts';
import { VerdictNote } from './verdict-note.tsx';

/** Change the text, try it, publish it. Only what was tried as it stands can be published. */
export function RepairForm({
  refused,
  onResult,
  onDiscard,
}: {
  readonly refused: RefusedEvent;
  readonly onResult: (result: Resubmission) => void;
  readonly onDiscard: () => void;
}): ReactNode {
  const t = useTranslations('refused.repair');
  const hub = useHub();
  const [text, setText] = useState(() => firstText(refused));
  const [asAdmin, setAsAdmin] = useState(false);
  const check = useMutation(hub.refused.revalidate.mutationOptions());
  const publish = useMutation(hub.refused.resubmit.mutationOptions({ onSuccess: onResult }));
  const attempt = attemptOf(refused, text, asAdmin);
  const tried = check.variables;
  const isChecked = tried?.text === attempt.text && tried?.as_admin === attempt.as_admin;
  const verdict = isChecked ? check.data : undefined;
  const isBusy = check.isPending || publish.isPending;
  return (
    <section aria-label={t('title')} className="grid gap-3">
      <h3 className="font-medium text-ink-soft text-xs">{t('title')}</h3>
      <RepairText refused={refused} text={text} onChange={setText} />
      {refused.key_id === null ? null : (
        <CheckboxField
          label={t('asAdmin')}
          hint={t('asAdminHint')}
          checked={asAdmin}
          onChange={(event) => setAsAdmin(event.target.checked)}
        />
      )}
      <div role="status" className="grid gap-3 empty:hidden">
        {verdict === undefined ? null : (
          <>
            <VerdictNote verdict={verdict} />
            <DifferencesTable differences={verdict.differences} />
          </>
        )}
      </div>
      <FormProblem error={isChecked && check.isError ? check.error : publish.error} />
      <div className="flex flex-wrap items-center gap-2">
        <Button
          tone={verdict?.ok === true ? 'plain' : 'primary'}
          disabled={isBusy || text.trim() === ''}
          onClick={() => {
            publish.reset();
            check.mutate(attempt);
          }}
        >
          {check.isPending ? t('checking') : t('check')}
        </Button>
        <Button
          tone="primary"
          aria-describedby={verdict?.ok === true ? undefined : 'publish-hint'}
          disabled={isBusy || verdict?.ok !== true}
          onClick={() => publish.mutate(attempt)}
        >
          {publish.isPending ? t('publishing') : t('publish')}
        </Button>
        {text === firstText({ ...refused, repaired: null }) ? null : (
          <Button tone="quiet" disabled={isBusy} onClick={() => setText(firstText({ ...refused, repaired: null }))}>
            {t('revert')}
          </Button>
        )}
        <Button tone="quiet" className="ml-auto" disabled={isBusy} onClick={onDiscard}>
          {t('discard')}
        </Button>
      </div>
      {verdict?.ok === true ? null : (
        <p id="publish-hint" className="text-ink-faint text-xs">
          {t('publishHint')}
        </p>
      )}
    </section>
  );
}

function RepairText({
  refused,
  text,
  onChange,
}: {
  readonly refused: RefusedEvent;
  readonly text: string;
  readonly onChange: (text: string) => void;
}): ReactNode {
  const t = useTranslations('refused.repair');
  const fault = text.trim() === '' ? undefined : jsonFault(text);
  const rows = Math.min(24, Math.max(6, text.split('\n').length));
  return (
    <TextAreaField
      label={t('text')}
      hint={refused.raw_truncated ? t('hintCut') : t('hint')}
      error={fault === undefined ? undefined : fault === 'somewhere' ? t('wrong') : t('wrongAt', { ...fault })}
      mono
      rows={rows}
      value={text}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

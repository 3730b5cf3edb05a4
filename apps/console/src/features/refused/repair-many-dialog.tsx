'use client';

import type { RefusedFilter } from '@activity-hub/contracts/activity/refused-search';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { Dialog, DialogActions } from '../../components/ui/dialog.tsx';
import { CheckboxField, TextField } from '../../components/ui/form-field.tsx';
import { FormProblem } from '../../components/ui/form-problem.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { draftFaults, newDraft, type OperationDraft, operationOf } from './operation-draft.ts';
import { OperationsEditor } from './operations-editor.tsx';
import { RepairEstimateView } from './repair-estimate-view.tsx';

interface RepairManyProps {
  readonly filter: RefusedFilter;
  /** Where the group's fault is; the first step begins with it. */
  readonly place: string;
  readonly onOpenChange: (open: boolean) => void;
  readonly onStarted: (runId: string) => void;
}

/** Steps, then what they would do on samples, then the number of events written out, then the start. */
export function RepairManyDialog({
  open,
  isGroup,
  ...form
}: RepairManyProps & { readonly open: boolean; readonly isGroup: boolean }): ReactNode {
  const t = useTranslations('refused.many');
  return (
    <Dialog
      open={open}
      onOpenChange={form.onOpenChange}
      title={t('title')}
      detail={isGroup ? t('detailGroup') : t('detailFilter')}
      wide
      sealed
    >
      <RepairManyForm {...form} />
    </Dialog>
  );
}

function RepairManyForm({ filter, place, onOpenChange, onStarted }: RepairManyProps): ReactNode {
  const t = useTranslations('refused.many');
  const repair = useTranslations('refused.repair');
  const dialog = useTranslations('dialog');
  const hub = useHub();
  const [drafts, setDrafts] = useState<readonly OperationDraft[]>(() => [newDraft(1, place)]);
  const [asAdmin, setAsAdmin] = useState(false);
  const [written, setWritten] = useState('');
  const [showFaults, setShowFaults] = useState(false);
  const preview = useMutation(hub.refused.estimate.mutationOptions());
  const start = useMutation(hub.refused.resubmitMany.mutationOptions({ onSuccess: ({ run_id }) => onStarted(run_id) }));
  const isFaulty = drafts.some((draft) => draftFaults(draft).length > 0);
  const plan = { filter, operations: drafts.map(operationOf), ...(asAdmin ? { as_admin: true } : {}) };
  // Only what was seen can be started: any change asks for a new preview.
  const isCurrent = JSON.stringify(preview.variables) === JSON.stringify(plan);
  const estimate = isCurrent ? preview.data : undefined;
  const isReady = estimate !== undefined && estimate.total > 0 && written.trim() === String(estimate.total);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (estimate === undefined) {
      setShowFaults(true);
      setWritten('');
      if (!isFaulty) preview.mutate(plan);
    } else if (isReady) start.mutate(plan);
  };
  return (
    <form onSubmit={submit} className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <OperationsEditor drafts={drafts} onChange={setDrafts} showFaults={showFaults} />
      <CheckboxField
        label={repair('asAdmin')}
        hint={repair('asAdminHint')}
        checked={asAdmin}
        onChange={(event) => setAsAdmin(event.target.checked)}
      />
      <div role="status" className="empty:hidden">
        {estimate === undefined ? null : <RepairEstimateView estimate={estimate} />}
      </div>
      {estimate === undefined || estimate.total === 0 ? null : (
        <TextField
          label={t('confirm', { count: estimate.total })}
          inputMode="numeric"
          className="max-w-60"
          value={written}
          onChange={(event) => setWritten(event.target.value)}
        />
      )}
      <FormProblem error={isCurrent ? (preview.error ?? start.error) : null} />
      <DialogActions>
        <Button onClick={() => onOpenChange(false)}>{dialog('cancel')}</Button>
        {estimate === undefined ? (
          <Button type="submit" tone="primary" disabled={preview.isPending}>
            {preview.isPending ? t('previewing') : t('preview')}
          </Button>
        ) : (
          <Button type="submit" tone="primary" disabled={!isReady || start.isPending}>
            {start.isPending ? t('starting') : t('start', { count: estimate.total })}
          </Button>
        )}
      </DialogActions>
    </form>
  );
}

'use client';

import type { Cohort } from '@activity-hub/contracts/access/cohort';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useForm } from 'react-hook-form';
import { Button } from '../../components/ui/button.tsx';
import { Dialog, DialogActions } from '../../components/ui/dialog.tsx';
import { TextField } from '../../components/ui/form-field.tsx';
import { FormProblem } from '../../components/ui/form-problem.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';

interface CohortNameProps {
  /** Left out: a new one is made. */
  readonly cohort?: Cohort;
  readonly onOpenChange: (open: boolean) => void;
  readonly onSaved: (cohort: Cohort) => void;
}

export function CohortNameDialog({ open, ...rest }: CohortNameProps & { readonly open: boolean }): ReactNode {
  const t = useTranslations('cohorts.form');
  const renaming = rest.cohort !== undefined;
  return (
    <Dialog
      open={open}
      onOpenChange={rest.onOpenChange}
      title={renaming ? t('renameTitle') : t('makeTitle')}
      detail={t('detail')}
    >
      <CohortNameForm {...rest} />
    </Dialog>
  );
}

function CohortNameForm({ cohort, onOpenChange, onSaved }: CohortNameProps): ReactNode {
  const t = useTranslations('cohorts.form');
  const dialog = useTranslations('dialog');
  const hub = useHub();
  const queryClient = useQueryClient();
  const { register, handleSubmit, formState } = useForm({ defaultValues: { name: cohort?.name ?? '' } });
  const saved = (answer: Cohort): void => {
    void queryClient.invalidateQueries({ queryKey: hub.cohorts.pathKey() });
    onOpenChange(false);
    onSaved(answer);
  };
  const make = useMutation(hub.cohorts.make.mutationOptions({ onSuccess: saved }));
  const rename = useMutation(hub.cohorts.rename.mutationOptions({ onSuccess: saved }));
  const submit = handleSubmit(({ name }) => {
    if (cohort === undefined) make.mutate({ name: name.trim() });
    else rename.mutate({ cohort_id: cohort.cohort_id, name: name.trim() });
  });
  const busy = make.isPending || rename.isPending;
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <TextField
        label={t('name')}
        hint={t('nameHint')}
        error={formState.errors.name === undefined ? undefined : t('nameMissing')}
        {...register('name', { maxLength: 120, validate: (name) => name.trim() !== '' })}
      />
      <div className="mt-3">
        <FormProblem error={make.error ?? rename.error} />
      </div>
      <DialogActions>
        <Button onClick={() => onOpenChange(false)}>{dialog('cancel')}</Button>
        <Button type="submit" tone="primary" disabled={busy}>
          {busy ? dialog('working') : cohort === undefined ? t('make') : t('rename')}
        </Button>
      </DialogActions>
    </form>
  );
}

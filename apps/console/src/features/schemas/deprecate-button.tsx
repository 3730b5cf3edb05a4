'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import { Button } from '../../components/ui/button.tsx';
import { Dialog, DialogActions } from '../../components/ui/dialog.tsx';
import { SelectField, TextAreaField } from '../../components/ui/form-field.tsx';
import { FormProblem } from '../../components/ui/form-problem.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import type { ShownSchema } from './shown-schema.ts';

/** Deprecates the type or one version of it, and names who still sends it. Can be taken back. */
export function DeprecateButton({ schema }: { readonly schema: ShownSchema }): ReactNode {
  const t = useTranslations('schemas.deprecate');
  const [open, setOpen] = useState(false);
  if (schema.origin !== 'producer') return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('open')}</Button>
      <Dialog open={open} onOpenChange={setOpen} title={t('title')} detail={t('text')}>
        <DeprecateForm schema={schema} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

const wholeType = '';

function DeprecateForm({ schema, onDone }: { readonly schema: ShownSchema; readonly onDone: () => void }): ReactNode {
  const t = useTranslations('schemas.deprecate');
  const dialog = useTranslations('dialog');
  const hub = useHub();
  const queryClient = useQueryClient();
  const [version, setVersion] = useState(wholeType);
  const [note, setNote] = useState('');
  const deprecate = useMutation(
    hub.schemas.deprecate.mutationOptions({
      onSuccess: async () => {
        toast.success(t('done'));
        onDone();
        await queryClient.invalidateQueries({ queryKey: hub.schemas.pathKey() });
      },
    }),
  );
  const chosen = schema.versions.find((each) => each.version === version);
  const { status } = chosen ?? schema;
  const senders = chosen?.usage.by_source.map(({ source }) => source) ?? schema.producers;
  const wanted = status === 'deprecated' ? 'active' : 'deprecated';
  return (
    <div className="grid gap-4">
      <SelectField label={t('what')} value={version} onChange={(event) => setVersion(event.target.value)}>
        <option value={wholeType}>{t('wholeType')}</option>
        {schema.versions.map((each) => (
          <option key={each.version} value={each.version}>
            {t('version', { version: each.version })}
          </option>
        ))}
      </SelectField>
      <p className="text-ink-soft">
        {senders.length === 0 ? t('nobody') : t('stillSent', { sources: senders.join(', ') })}
      </p>
      {wanted === 'active' ? null : (
        <TextAreaField
          label={t('note')}
          hint={t('noteHint')}
          rows={2}
          maxLength={1_024}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      )}
      <FormProblem error={deprecate.error} />
      <DialogActions>
        <Button onClick={onDone}>{dialog('cancel')}</Button>
        <Button
          tone="primary"
          disabled={deprecate.isPending}
          onClick={() =>
            deprecate.mutate({
              event_type: schema.event_type,
              status: wanted,
              ...(version === wholeType ? {} : { version }),
              ...(wanted === 'active' || note.trim() === '' ? {} : { note: note.trim() }),
            })
          }
        >
          {wanted === 'active' ? t('takeBack') : t('action')}
        </Button>
      </DialogActions>
    </div>
  );
}

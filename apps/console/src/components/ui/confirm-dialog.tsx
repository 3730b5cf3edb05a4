'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { Button } from './button.tsx';
import { Dialog, DialogActions } from './dialog.tsx';
import { TextAreaField, TextField } from './form-field.tsx';
import { FormProblem } from './form-problem.tsx';

/**
 * For what cannot be undone. `typed` is a word the person writes out first, so that it is never done in
 * passing; `reasonLabel` asks for the reason that is kept; it must be
 * given unless `reasonOptional`.
 */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  text,
  action,
  typed,
  reasonLabel,
  reasonOptional = false,
  busy,
  error,
  onConfirm,
}: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly text: ReactNode;
  readonly action: string;
  readonly typed?: string;
  readonly reasonLabel?: string;
  readonly reasonOptional?: boolean;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onConfirm: (reason: string) => void;
}): ReactNode {
  const t = useTranslations('dialog');
  const [written, setWritten] = useState('');
  const [reason, setReason] = useState('');
  useEffect(() => {
    if (open) return;
    setWritten('');
    setReason('');
  }, [open]);
  const ready =
    (typed === undefined || written.trim() === typed) &&
    (reasonLabel === undefined || reasonOptional || reason.trim() !== '');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready && !busy) onConfirm(reason.trim());
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={title} detail={text}>
      <form onSubmit={submit} className="grid gap-3">
        {reasonLabel === undefined ? null : (
          <TextAreaField
            label={reasonLabel}
            value={reason}
            rows={2}
            maxLength={500}
            required={!reasonOptional}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
        {typed === undefined ? null : (
          <TextField
            label={t('typeToConfirm', { word: typed })}
            value={written}
            mono
            onChange={(event) => setWritten(event.target.value)}
          />
        )}
        <FormProblem error={error} />
        <DialogActions>
          <Button onClick={() => onOpenChange(false)}>{t('cancel')}</Button>
          <Button type="submit" tone="danger" disabled={!ready || busy}>
            {busy ? t('working') : action}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

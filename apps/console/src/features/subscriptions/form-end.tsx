'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { FormProblem } from '../../components/ui/form-problem.tsx';

/** Why a form was not sent, beside the button that sends it. */
export function FormEnd({
  error,
  faults,
  busy,
  action,
}: {
  readonly error: unknown;
  readonly faults: number;
  readonly busy: boolean;
  readonly action: string;
}): ReactNode {
  const t = useTranslations('subscriptions.form');
  const dialog = useTranslations('dialog');
  return (
    <div className="grid grid-cols-1 justify-items-start gap-3">
      {faults === 0 ? (
        <FormProblem error={error} />
      ) : (
        <p role="alert" className="text-danger">
          {t('faults', { count: faults })}
        </p>
      )}
      <Button type="submit" tone="primary" disabled={busy}>
        {busy ? dialog('working') : action}
      </Button>
    </div>
  );
}

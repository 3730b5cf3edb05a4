'use client';

import type { AnomalyCase } from '@activity-hub/contracts/activity/anomaly-case';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import { Button } from '../../components/ui/button.tsx';
import { ConfirmDialog } from '../../components/ui/confirm-dialog.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';

/** A person wants somebody to act, whatever the routes say: subscribers such as the CRM hear of it. */
export function EscalateCase({ anomaly }: { readonly anomaly: AnomalyCase }): ReactNode {
  const t = useTranslations('anomalies');
  const hub = useHub();
  const [asked, setAsked] = useState(false);
  const escalating = useMutation(
    hub.anomalies.escalate.mutationOptions({
      onSuccess: ({ duplicate }) => {
        setAsked(false);
        toast.success(t(duplicate ? 'escalatedBefore' : 'escalated'));
      },
    }),
  );
  return (
    <div>
      <Button onClick={() => setAsked(true)}>{t('escalate')}</Button>
      <ConfirmDialog
        open={asked}
        onOpenChange={setAsked}
        title={t('escalateTitle')}
        text={t('escalateText')}
        action={t('escalate')}
        reasonLabel={t('escalateReason')}
        busy={escalating.isPending}
        error={escalating.error}
        onConfirm={(reason) => escalating.mutate({ case_id: anomaly.case_id, reason })}
      />
    </div>
  );
}

'use client';

import type { Invitation } from '@activity-hub/contracts/access/person';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { Dialog, DialogActions } from '../../components/ui/dialog.tsx';
import { ShownOnce } from '../../components/ui/shown-once.tsx';
import { useTimes } from '../../times/times-provider.tsx';

export interface ShownLink {
  readonly name: string;
  readonly invitation: Invitation;
}

/** The hub sends no mail: whoever invites hands the link on by a way both trust. */
export function LinkDialog({
  shown,
  onClose,
}: {
  readonly shown: ShownLink | undefined;
  readonly onClose: () => void;
}): ReactNode {
  const t = useTranslations('people.link');
  const times = useTimes();
  return (
    <Dialog
      open={shown !== undefined}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t('title', { name: shown?.name ?? '' })}
      detail={t('detail')}
      sealed
    >
      {shown === undefined ? null : (
        <ShownOnce
          label={t('label')}
          secret={`${window.location.origin}${shown.invitation.path}`}
          copyLabel={t('copy')}
          warning={t('warning', { until: times.instant(shown.invitation.expires_at) })}
        />
      )}
      <DialogActions>
        <Button tone="primary" onClick={onClose}>
          {t('kept')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

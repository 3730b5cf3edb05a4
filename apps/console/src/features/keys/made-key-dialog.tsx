'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { Dialog, DialogActions } from '../../components/ui/dialog.tsx';
import { ShownOnce } from '../../components/ui/shown-once.tsx';

export interface ShownKey {
  readonly name: string;
  readonly secret: string;
  /** Until when the key it replaces still works; null: it replaces none. */
  readonly overlapUntil: string | null;
}

/** The only time a key is on screen: no stray click closes it. */
export function MadeKeyDialog({
  shown,
  onClose,
}: {
  readonly shown: ShownKey | undefined;
  readonly onClose: () => void;
}): ReactNode {
  const t = useTranslations('keys.made');
  return (
    <Dialog
      open={shown !== undefined}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t('title', { name: shown?.name ?? '' })}
      detail={shown?.overlapUntil === null ? t('detail') : t('detailRotated')}
      sealed
    >
      {shown === undefined ? null : (
        <ShownOnce label={t('secret')} secret={shown.secret} copyLabel={t('copy')} warning={t('warning')} />
      )}
      <DialogActions>
        <Button tone="primary" onClick={onClose}>
          {t('kept')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ShownOnceDialog } from '../../components/ui/shown-once-dialog.tsx';

export interface ShownKey {
  readonly name: string;
  readonly secret: string;
  /** Until when the key it replaces still works; null: it replaces none. */
  readonly overlapUntil: string | null;
}

export function MadeKeyDialog({
  shown,
  onClose,
}: {
  readonly shown: ShownKey | undefined;
  readonly onClose: () => void;
}): ReactNode {
  const t = useTranslations('keys.made');
  return (
    <ShownOnceDialog
      secret={shown?.secret}
      onClose={onClose}
      title={t('title', { name: shown?.name ?? '' })}
      detail={shown?.overlapUntil === null ? t('detail') : t('detailRotated')}
      label={t('secret')}
      copyLabel={t('copy')}
      warning={t('warning')}
      kept={t('kept')}
    />
  );
}

'use client';

import type { Invitation } from '@activity-hub/contracts/access/person';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ShownOnceDialog } from '../../components/ui/shown-once-dialog.tsx';
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
    <ShownOnceDialog
      secret={shown === undefined ? undefined : `${window.location.origin}${shown.invitation.path}`}
      onClose={onClose}
      title={t('title', { name: shown?.name ?? '' })}
      detail={t('detail')}
      label={t('label')}
      copyLabel={t('copy')}
      warning={shown === undefined ? '' : t('warning', { until: times.instant(shown.invitation.expires_at) })}
      kept={t('kept')}
    />
  );
}

'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { Dialog, DialogActions } from '../../components/ui/dialog.tsx';
import { SelectField } from '../../components/ui/form-field.tsx';
import { FormProblem } from '../../components/ui/form-problem.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import type { CreatedSubscription } from './shown-subscription.ts';

const overlapHours = { none: 0, hour: 1, day: 24, week: 168 } as const;
const overlapNames = ['none', 'hour', 'day', 'week'] as const;
const kinds = ['hmac', 'ed25519'] as const;

/** A new secret; the old one signs along for as long as receivers take to change over. */
export function RotateSecretDialog({
  subscriptionId,
  open,
  onOpenChange,
  onRotated,
}: {
  readonly subscriptionId: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onRotated: (created: CreatedSubscription) => void;
}): ReactNode {
  const t = useTranslations('subscriptions.rotate');
  const secret = useTranslations('subscriptions.secret');
  const dialog = useTranslations('dialog');
  const hub = useHub();
  const [overlap, setOverlap] = useState<(typeof overlapNames)[number]>('day');
  const [kind, setKind] = useState<(typeof kinds)[number]>('hmac');
  const rotate = useMutation(hub.subscriptions.rotateSecret.mutationOptions({ onSuccess: onRotated }));
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('title')} detail={t('detail')}>
      <div className="grid gap-4">
        <SelectField
          label={t('overlap')}
          hint={t('overlapHint')}
          value={overlap}
          onChange={(event) => setOverlap(overlapNames.find((name) => name === event.target.value) ?? 'day')}
        >
          {overlapNames.map((name) => (
            <option key={name} value={name}>
              {t(`overlaps.${name}`)}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t('kind')}
          value={kind}
          onChange={(event) => setKind(kinds.find((name) => name === event.target.value) ?? 'hmac')}
        >
          {kinds.map((name) => (
            <option key={name} value={name}>
              {secret(`kinds.${name}`)}
            </option>
          ))}
        </SelectField>
        <FormProblem error={rotate.error} />
      </div>
      <DialogActions>
        <Button onClick={() => onOpenChange(false)}>{dialog('cancel')}</Button>
        <Button
          tone="primary"
          disabled={rotate.isPending}
          onClick={() => rotate.mutate({ subscription_id: subscriptionId, kind, overlap_hours: overlapHours[overlap] })}
        >
          {rotate.isPending ? dialog('working') : t('action')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

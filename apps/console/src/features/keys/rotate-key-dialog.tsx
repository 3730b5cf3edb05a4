'use client';

import type { ApiKey, RotatedKey } from '@activity-hub/contracts/access/api-key';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { Dialog, DialogActions } from '../../components/ui/dialog.tsx';
import { SelectField } from '../../components/ui/form-field.tsx';
import { FormProblem } from '../../components/ui/form-problem.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';

const hourSeconds = 60 * 60;
const overlaps = { none: 0, hour: hourSeconds, day: 24 * hourSeconds, week: 7 * 24 * hourSeconds } as const;
type Overlap = keyof typeof overlaps;
const overlapNames = Object.keys(overlaps) as readonly Overlap[];

/** A new key with the same rights; the old one lives on for as long as it takes to change over. */
export function RotateKeyDialog({
  apiKey,
  open,
  onOpenChange,
  onRotated,
}: {
  readonly apiKey: ApiKey;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onRotated: (rotated: RotatedKey) => void;
}): ReactNode {
  const t = useTranslations('keys.rotate');
  const dialog = useTranslations('dialog');
  const hub = useHub();
  const [overlap, setOverlap] = useState<Overlap>('day');
  const rotate = useMutation(hub.keys.rotate.mutationOptions({ onSuccess: onRotated }));
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('title', { name: apiKey.name })} detail={t('detail')}>
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
      <FormProblem error={rotate.error} />
      <DialogActions>
        <Button onClick={() => onOpenChange(false)}>{dialog('cancel')}</Button>
        <Button
          tone="primary"
          disabled={rotate.isPending}
          onClick={() => rotate.mutate({ key_id: apiKey.key_id, overlap_seconds: overlaps[overlap] })}
        >
          {rotate.isPending ? dialog('working') : t('action')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

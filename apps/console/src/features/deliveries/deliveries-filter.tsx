'use client';

import { ArrowUp, RotateCw } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Button, IconButton } from '../../components/ui/button.tsx';
import { CommittedInput } from '../../components/ui/committed-input.tsx';
import { Segmented } from '../../components/ui/segmented.tsx';
import { deliveryStates, type SubscriptionAddress } from '../subscriptions/subscription-address.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const choices = ['any', ...deliveryStates] as const;

/** New rows wait behind a button, so that nothing moves under the reader. */
export function DeliveriesFilter({
  address,
  shown,
  unseen,
  onChange,
  onRefresh,
}: {
  readonly address: SubscriptionAddress;
  readonly shown: number;
  readonly unseen: number;
  readonly onChange: (change: Partial<SubscriptionAddress>) => void;
  readonly onRefresh: () => void;
}): ReactNode {
  const t = useTranslations('deliveries');
  return (
    <search aria-label={t('filter')} className="mb-3 flex flex-wrap items-start gap-2">
      <div className="max-w-full overflow-x-auto p-0.5">
        <Segmented
          label={t('column.state')}
          options={choices.map((value) => ({ value, label: t(`choice.${value}`) }))}
          value={address.state ?? 'any'}
          onChoose={(value) => onChange({ state: value === 'any' ? null : value })}
        />
      </div>
      <CommittedInput
        label={t('eventId')}
        className="w-full sm:w-72"
        mono
        value={address.event}
        valid={(text) => uuid.test(text)}
        invalidHint={t('eventIdHint')}
        onCommit={(event) => onChange({ event })}
      />
      {address.group === null ? null : (
        <Button tone="quiet" onClick={() => onChange({ group: null })}>
          {t('leaveGroup')}
        </Button>
      )}
      <div className="ml-auto flex items-center gap-2">
        <span className="text-ink-faint text-xs">{shown === 0 ? null : t('shown', { count: shown })}</span>
        {unseen === 0 ? (
          <IconButton label={t('refresh')} onClick={onRefresh}>
            <RotateCw aria-hidden size={16} />
          </IconButton>
        ) : (
          <Button tone="primary" onClick={onRefresh}>
            <ArrowUp aria-hidden size={15} />
            {t('new', { count: unseen })}
          </Button>
        )}
      </div>
    </search>
  );
}

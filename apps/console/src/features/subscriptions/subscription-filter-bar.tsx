import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { classNames } from '../../components/class-names.ts';
import { CommittedInput, fieldLook } from '../../components/ui/committed-input.tsx';
import { maxSearchCharacters, type SubscriptionFilters, subscriptionStates } from './subscription-filters.ts';

export function SubscriptionFilterBar({
  filters,
  onChange,
}: {
  readonly filters: SubscriptionFilters;
  readonly onChange: (change: Partial<SubscriptionFilters>) => void;
}): ReactNode {
  const t = useTranslations('subscriptions');
  return (
    <search aria-label={t('filters')} className="mb-3 flex flex-wrap items-start gap-2">
      <CommittedInput
        label={t('search')}
        className="w-full sm:w-80"
        value={filters.search}
        valid={(text) => text.length <= maxSearchCharacters}
        invalidHint={t('searchTooLong', { limit: maxSearchCharacters })}
        onCommit={(search) => onChange({ search })}
      />
      <select
        aria-label={t('column.state')}
        className={classNames(fieldLook, 'w-auto')}
        value={filters.state ?? ''}
        onChange={(event) =>
          onChange({ state: subscriptionStates.find((state) => state === event.target.value) ?? null })
        }
      >
        <option value="">{t('anyState')}</option>
        {subscriptionStates.map((state) => (
          <option key={state} value={state}>
            {t(`state.${state}`)}
          </option>
        ))}
      </select>
    </search>
  );
}

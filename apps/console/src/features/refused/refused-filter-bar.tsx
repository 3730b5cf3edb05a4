'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, type RefObject, useRef } from 'react';
import { classNames } from '../../components/class-names.ts';
import { FilterBar } from '../../components/filter-bar.tsx';
import { RangeChoice } from '../../components/range-choice.tsx';
import { CommittedInput, fieldLook } from '../../components/ui/committed-input.tsx';
import { isFiltered, noFilters, type RefusedFilters, rangeChoices, stateChoices } from './refused-filters.ts';

interface FilterBarProps {
  readonly filters: RefusedFilters;
  readonly onChange: (change: Partial<RefusedFilters>) => void;
}

export function RefusedFilterBar({ filters, onChange }: FilterBarProps): ReactNode {
  const code = useRef<HTMLInputElement>(null);
  const used = Object.keys(noFilters).filter((name) => filters[name as keyof typeof noFilters] !== null).length;
  return (
    <FilterBar
      area="refused.filter"
      used={used}
      canClear={isFiltered(filters)}
      onClear={() => onChange(noFilters)}
      firstField={code}
    >
      <StateFilter filters={filters} onChange={onChange} />
      <TextFilters filters={filters} onChange={onChange} firstRef={code} />
      <RangeFilter filters={filters} onChange={onChange} />
    </FilterBar>
  );
}

function StateFilter({ filters, onChange }: FilterBarProps): ReactNode {
  const t = useTranslations('refused.filter');
  const states = useTranslations('refused.state');
  return (
    <select
      aria-label={t('state')}
      className={classNames(fieldLook, 'md:w-auto')}
      value={filters.state ?? 'open'}
      onChange={(event) => {
        const chosen = stateChoices.find((state) => state === event.target.value);
        onChange({ state: chosen === 'open' || chosen === undefined ? null : chosen });
      }}
    >
      {stateChoices.map((state) => (
        <option key={state} value={state}>
          {states(state)}
        </option>
      ))}
    </select>
  );
}

function TextFilters({
  filters,
  onChange,
  firstRef,
}: FilterBarProps & { readonly firstRef: RefObject<HTMLInputElement | null> }): ReactNode {
  const t = useTranslations('refused.filter');
  return (['code', 'source', 'type', 'key', 'text'] as const).map((name) => (
    <CommittedInput
      key={name}
      label={t(name)}
      className={classNames('md:w-36', name === 'type' && 'md:w-52', name === 'text' && 'md:w-44')}
      value={filters[name]}
      onCommit={(value) => onChange({ [name]: value })}
      {...(name === 'code' ? { inputRef: firstRef } : {})}
    />
  ));
}

function RangeFilter({ filters, onChange }: FilterBarProps): ReactNode {
  const t = useTranslations('refused.filter');
  const anyTime = { value: '', label: t('anyTime') };
  return (
    <RangeChoice
      label={t('range')}
      className="md:w-auto"
      presets={[anyTime, ...rangeChoices.map((value) => ({ value, label: t(`ranges.${value}`) }))]}
      preset={filters.range ?? ''}
      from={filters.from}
      to={filters.to}
      words={{ custom: t('custom'), choose: t('choose'), edit: t('edit') }}
      onPreset={(chosen) =>
        onChange({ range: rangeChoices.find((value) => value === chosen) ?? null, from: null, to: null })
      }
      onAbsolute={(from, to) => onChange({ range: null, from, to })}
    />
  );
}

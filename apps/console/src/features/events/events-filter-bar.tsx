'use client';

import { useQuery } from '@tanstack/react-query';
import { SlidersHorizontal } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { Popover } from 'radix-ui';
import { type ReactNode, useId, useRef } from 'react';
import { classNames } from '../../components/class-names.ts';
import { FilterBar } from '../../components/filter-bar.tsx';
import { RangeChoice } from '../../components/range-choice.tsx';
import { Button } from '../../components/ui/button.tsx';
import { CommittedInput, fieldLook } from '../../components/ui/committed-input.tsx';
import { useHub } from '../../trpc/trpc-provider.tsx';
import { type EventsFilters, isFiltered, noFilters, payloadOperators, rangePresets } from './events-filters.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const pathPattern = /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*){0,7}$/;
const typePattern = /^(\*\*|[a-z*][a-z0-9_*]*(\.[a-z*][a-z0-9_*]*){0,5})$/;
const sourcePattern = /^[a-z0-9][a-z0-9._-]{0,63}$/;

interface FilterBarProps {
  readonly filters: EventsFilters;
  readonly onChange: (change: Partial<EventsFilters>) => void;
}

export function EventsFilterBar({ filters, onChange }: FilterBarProps): ReactNode {
  const t = useTranslations('events.filter');
  const typeInput = useRef<HTMLInputElement>(null);
  const used = Object.entries(filters).filter(
    ([name, value]) => value !== null && value !== 'all' && name !== 'op',
  ).length;
  return (
    <FilterBar
      area="events.filter"
      used={used}
      canClear={isFiltered(filters)}
      onClear={() => onChange(noFilters)}
      firstField={typeInput}
    >
      <TypeInput filters={filters} onChange={onChange} inputRef={typeInput} />
      <CommittedInput
        label={t('user')}
        className="md:w-44"
        mono
        value={filters.user}
        valid={(text) => uuid.test(text)}
        invalidHint={t('uuidHint')}
        onCommit={(user) => onChange({ user })}
      />
      <CommittedInput
        label={t('source')}
        className="md:w-36"
        value={filters.source}
        valid={(text) => sourcePattern.test(text)}
        invalidHint={t('sourceHint')}
        onCommit={(source) => onChange({ source })}
      />
      <RangeSelect filters={filters} onChange={onChange} />
      <MoreFilters filters={filters} onChange={onChange} />
    </FilterBar>
  );
}

function TypeInput({
  filters,
  onChange,
  inputRef,
}: FilterBarProps & { readonly inputRef: React.RefObject<HTMLInputElement | null> }): ReactNode {
  const t = useTranslations('events.filter');
  const locale = useLocale();
  const hub = useHub();
  const listId = useId();
  const { data } = useQuery(hub.events.types.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }));
  const families = [...new Set(data?.items.map(({ family }) => family))];
  return (
    <>
      <CommittedInput
        label={t('type')}
        className="md:w-64"
        inputRef={inputRef}
        list={listId}
        value={filters.type}
        valid={(text) => typePattern.test(text)}
        invalidHint={t('typeHint')}
        onCommit={(type) => onChange({ type })}
      />
      <datalist id={listId}>
        {families.map((family) => (
          <option key={family} value={`activity.${family}.*`} />
        ))}
        {data?.items.map(({ event_type, title }) => (
          <option key={event_type} value={event_type} label={title[locale]} />
        ))}
      </datalist>
    </>
  );
}

function RangeSelect({ filters, onChange }: FilterBarProps): ReactNode {
  const t = useTranslations('events.filter');
  return (
    <RangeChoice
      label={t('range')}
      className="w-full pr-7 md:w-40"
      presets={rangePresets.map((value) => ({ value, label: t(`preset.${value}`) }))}
      preset={filters.range ?? 'all'}
      from={filters.from}
      to={filters.to}
      words={{ custom: t('preset.custom'), choose: t('preset.choose'), edit: t('editRange') }}
      onPreset={(chosen) => {
        const range = rangePresets.find((value) => value === chosen && value !== 'all') ?? null;
        onChange({ range, from: null, to: null });
      }}
      onAbsolute={(from, to) => onChange({ range: null, from, to })}
    />
  );
}

function MoreFilters({ filters, onChange }: FilterBarProps): ReactNode {
  const t = useTranslations('events.filter');
  const active = filters.session !== null || filters.path !== null;
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Button className={classNames(active && 'border-accent text-accent-strong')}>
          <SlidersHorizontal aria-hidden size={15} />
          {t('more')}
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label={t('more')}
          align="start"
          sideOffset={6}
          className="z-40 grid w-[min(22rem,calc(100vw-2rem))] gap-3 rounded-xl border bg-raised p-4 shadow-raised"
        >
          <CommittedInput
            label={t('session')}
            showLabel
            mono
            value={filters.session}
            valid={(text) => uuid.test(text)}
            invalidHint={t('uuidHint')}
            onCommit={(session) => onChange({ session })}
          />
          <fieldset className="grid gap-2">
            <legend className="mb-1 font-medium text-ink-soft text-xs">{t('payload')}</legend>
            <CommittedInput
              label={t('path')}
              mono
              value={filters.path}
              valid={(text) => pathPattern.test(text)}
              invalidHint={t('pathHint')}
              onCommit={(path) => onChange({ path })}
            />
            <div className="grid grid-cols-[9rem_1fr] gap-2">
              <select
                aria-label={t('operator')}
                className={fieldLook}
                value={filters.op ?? 'eq'}
                onChange={(event) => onChange({ op: payloadOperators.find((op) => op === event.target.value) ?? null })}
              >
                {payloadOperators.map((op) => (
                  <option key={op} value={op}>
                    {t(`op.${op}`)}
                  </option>
                ))}
              </select>
              {filters.op === 'exists' ? null : (
                <CommittedInput label={t('value')} value={filters.value} onCommit={(value) => onChange({ value })} />
              )}
            </div>
          </fieldset>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

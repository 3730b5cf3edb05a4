'use client';

import { ListFilter, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Popover } from 'radix-ui';
import { type ReactNode, type RefObject, useId, useRef, useState } from 'react';
import { classNames } from '../../components/class-names.ts';
import { useShortcuts } from '../../components/shortcuts/shortcuts-provider.tsx';
import { Button } from '../../components/ui/button.tsx';
import { CommittedInput, fieldLook } from '../../components/ui/committed-input.tsx';
import { AbsoluteRange } from '../events/absolute-range.tsx';
import { isFiltered, noFilters, type RefusedFilters, rangeChoices, stateChoices } from './refused-filters.ts';

interface FilterBarProps {
  readonly filters: RefusedFilters;
  readonly onChange: (change: Partial<RefusedFilters>) => void;
}

export function RefusedFilterBar({ filters, onChange }: FilterBarProps): ReactNode {
  const t = useTranslations('refused.filter');
  const code = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState(false);
  const narrowId = useId();
  useShortcuts({
    f: () => {
      setOpen(true);
      requestAnimationFrame(() => code.current?.focus());
    },
  });
  const used = Object.keys(noFilters).filter((name) => filters[name as keyof typeof noFilters] !== null).length;
  return (
    <search aria-label={t('label')} data-no-print className="mb-3">
      <Button className="w-full md:hidden" aria-expanded={open} aria-controls={narrowId} onClick={() => setOpen(!open)}>
        <ListFilter aria-hidden size={15} />
        {used === 0 ? t('title') : t('titleUsed', { count: used })}
      </Button>
      <div
        id={narrowId}
        className={classNames(
          'gap-2 max-md:mt-2 md:flex md:flex-wrap md:items-start',
          open ? 'max-md:grid' : 'max-md:hidden',
        )}
      >
        <StateFilter filters={filters} onChange={onChange} />
        <TextFilters filters={filters} onChange={onChange} firstRef={code} />
        <RangeFilter filters={filters} onChange={onChange} />
        {isFiltered(filters) ? (
          <Button tone="quiet" onClick={() => onChange(noFilters)}>
            <X aria-hidden size={15} />
            {t('clear')}
          </Button>
        ) : null}
      </div>
    </search>
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
  const isAbsolute = filters.from !== null || filters.to !== null;
  const [editing, setEditing] = useState(false);
  return (
    <Popover.Root open={editing} onOpenChange={setEditing}>
      <Popover.Anchor asChild>
        <select
          aria-label={t('range')}
          className={classNames(fieldLook, 'md:w-auto')}
          value={isAbsolute ? 'custom' : (filters.range ?? '')}
          onChange={(event) => {
            if (event.target.value === 'custom') setEditing(true);
            else
              onChange({
                range: rangeChoices.find((range) => range === event.target.value) ?? null,
                from: null,
                to: null,
              });
          }}
        >
          <option value="">{t('anyTime')}</option>
          {rangeChoices.map((range) => (
            <option key={range} value={range}>
              {t(`ranges.${range}`)}
            </option>
          ))}
          <option value="custom">{isAbsolute ? t('custom') : t('choose')}</option>
        </select>
      </Popover.Anchor>
      {isAbsolute ? (
        <Popover.Trigger asChild>
          <Button tone="quiet">{t('edit')}</Button>
        </Popover.Trigger>
      ) : null}
      <Popover.Portal>
        <Popover.Content
          aria-label={t('choose')}
          align="start"
          sideOffset={6}
          className="z-40 rounded-xl border bg-raised p-4 shadow-raised"
        >
          <AbsoluteRange
            from={filters.from}
            to={filters.to}
            onApply={(from, to) => {
              onChange({ range: null, from, to });
              setEditing(false);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

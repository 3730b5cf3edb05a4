'use client';

import { ListFilter, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, type RefObject, useId, useState } from 'react';
import { classNames } from './class-names.ts';
import { useShortcuts } from './shortcuts/shortcuts-provider.tsx';
import { Button } from './ui/button.tsx';

/** Filters above a list. On phones they fold into a button that says how many are used; `f` leads to the first. */
export function FilterBar({
  area,
  used,
  canClear,
  onClear,
  firstField,
  children,
}: {
  readonly area: 'events.filter' | 'refused.filter';
  readonly used: number;
  readonly canClear: boolean;
  readonly onClear: () => void;
  readonly firstField: RefObject<HTMLInputElement | null>;
  readonly children: ReactNode;
}): ReactNode {
  const t = useTranslations(area);
  const [open, setOpen] = useState(false);
  const narrowId = useId();
  useShortcuts({
    f: () => {
      setOpen(true);
      requestAnimationFrame(() => firstField.current?.focus());
    },
  });
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
        {children}
        {canClear ? (
          <Button tone="quiet" onClick={onClear}>
            <X aria-hidden size={15} />
            {t('clear')}
          </Button>
        ) : null}
      </div>
    </search>
  );
}

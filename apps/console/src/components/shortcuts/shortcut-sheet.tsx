'use client';

import { Keyboard, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Dialog, Switch } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { IconButton } from '../ui/button.tsx';
import { useShortcutSetting, useShortcuts } from './shortcuts-provider.tsx';

/** A page and the keys that lead to it. */
export interface Destination {
  readonly name: string;
  readonly label: string;
  readonly keys: readonly string[];
}

const everywhere = [
  { name: 'help', keys: ['?'] },
  { name: 'close', keys: ['Esc'] },
] as const;
const lists = [
  { name: 'next', keys: ['j'] },
  { name: 'previous', keys: ['k'] },
  { name: 'open', keys: ['Enter'] },
  { name: 'filter', keys: ['f'] },
] as const;

export function ShortcutSheet({ destinations }: { readonly destinations: readonly Destination[] }): ReactNode {
  const t = useTranslations('shortcuts');
  const [open, setOpen] = useState(false);
  const { enabled, setEnabled } = useShortcutSetting();
  const named = (
    rows: readonly {
      readonly name: 'help' | 'close' | 'next' | 'previous' | 'open' | 'filter';
      readonly keys: readonly string[];
    }[],
  ) => rows.map((row) => ({ ...row, label: t(`row.${row.name}`) }));
  const groups = [
    { name: 'everywhere', rows: named(everywhere) },
    { name: 'goTo', rows: destinations },
    { name: 'lists', rows: named(lists) },
  ] as const;
  useShortcuts({ '?': () => setOpen(true) });
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger asChild>
        <IconButton label={t('title')} className="hidden sm:inline-flex">
          <Keyboard aria-hidden size={16} />
        </IconButton>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-50 bg-black/40" />
        <Dialog.Content
          data-modal
          aria-describedby={undefined}
          className="fixed top-1/2 left-1/2 z-50 max-h-[85dvh] w-[min(34rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-xl border bg-raised p-5 shadow-raised"
        >
          <div className="flex items-center justify-between">
            <Dialog.Title className="font-semibold text-base">{t('title')}</Dialog.Title>
            <Dialog.Close asChild>
              <IconButton label={t('close')}>
                <X aria-hidden size={16} />
              </IconButton>
            </Dialog.Close>
          </div>
          <div className="mt-4 grid gap-6 sm:grid-cols-2">
            {groups.map((group) => (
              <ShortcutGroup key={group.name} title={t(`group.${group.name}`)} rows={group.rows} />
            ))}
          </div>
          <label className="mt-5 flex items-center justify-between gap-4 border-t pt-4" htmlFor="shortcuts-enabled">
            <span>
              {t('enabled')}
              <span className="block text-ink-faint text-xs">{t('enabledHint')}</span>
            </span>
            <Switch.Root
              id="shortcuts-enabled"
              checked={enabled}
              onCheckedChange={setEnabled}
              className="h-6 w-10 shrink-0 rounded-full border border-line-strong bg-line-strong p-0.5 transition-colors data-[state=checked]:border-accent data-[state=checked]:bg-accent"
            >
              <Switch.Thumb className="block size-4.5 rounded-full bg-white transition-transform data-[state=checked]:translate-x-4" />
            </Switch.Root>
          </label>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function ShortcutGroup({ title, rows }: { readonly title: string; readonly rows: readonly Destination[] }): ReactNode {
  return (
    <section>
      <h3 className="mb-2 font-medium text-ink-faint text-xs">{title}</h3>
      <dl className="grid gap-2">
        {rows.map((row) => (
          <div key={row.name} className="flex items-center justify-between gap-4">
            <dt>{row.label}</dt>
            <dd className="flex gap-1">
              {row.keys.map((key) => (
                <kbd
                  key={key}
                  className="min-w-6 rounded-md border border-line-strong bg-surface px-1.5 text-center font-mono text-xs leading-5"
                >
                  {key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

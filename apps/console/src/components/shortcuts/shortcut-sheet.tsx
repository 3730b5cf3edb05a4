'use client';

import { Keyboard, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Dialog, Switch } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { IconButton } from '../ui/button.tsx';
import { useShortcutSetting, useShortcuts } from './shortcuts-provider.tsx';

const groups = [
  { name: 'everywhere', rows: ['help', 'close'] },
  { name: 'goTo', rows: ['home', 'events', 'users', 'anomalies'] },
  { name: 'lists', rows: ['next', 'previous', 'open', 'filter'] },
] as const;

const keysOf = {
  help: ['?'],
  close: ['Esc'],
  home: ['g', 'h'],
  events: ['g', 'e'],
  users: ['g', 'u'],
  anomalies: ['g', 'a'],
  next: ['j'],
  previous: ['k'],
  open: ['Enter'],
  filter: ['f'],
} as const;

export function ShortcutSheet(): ReactNode {
  const t = useTranslations('shortcuts');
  const [open, setOpen] = useState(false);
  const { enabled, setEnabled } = useShortcutSetting();
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
              <section key={group.name}>
                <h3 className="mb-2 font-medium text-ink-faint text-xs">{t(`group.${group.name}`)}</h3>
                <dl className="grid gap-2">
                  {group.rows.map((row) => (
                    <div key={row} className="flex items-center justify-between gap-4">
                      <dt>{t(`row.${row}`)}</dt>
                      <dd className="flex gap-1">
                        {keysOf[row].map((key) => (
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

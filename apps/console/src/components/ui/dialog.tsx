'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Dialog as Primitive } from 'radix-ui';
import { type ReactNode, useRef } from 'react';
import { classNames } from '../class-names.ts';
import { IconButton } from './button.tsx';

/**
 * A window over the page: focus stays inside, Escape closes it and gives the focus back. `sealed` keeps a
 * stray click beside it from closing what cannot be shown again.
 */
export function Dialog({
  open,
  onOpenChange,
  title,
  detail,
  wide = false,
  sealed = false,
  children,
}: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: ReactNode;
  readonly detail?: ReactNode;
  readonly wide?: boolean;
  readonly sealed?: boolean;
  readonly children: ReactNode;
}): ReactNode {
  const t = useTranslations('dialog');
  const opener = useRef<Element | null>(null);
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-50 bg-black/40" />
        <Primitive.Content
          data-modal
          {...(detail === undefined ? { 'aria-describedby': undefined } : {})}
          onOpenAutoFocus={() => {
            opener.current = document.activeElement;
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            giveFocusBack(opener.current);
          }}
          onInteractOutside={(event) => {
            if (sealed) event.preventDefault();
          }}
          className={classNames(
            'fixed top-1/2 left-1/2 z-50 flex max-h-[90dvh] w-[min(30rem,calc(100vw-1.5rem))] -translate-x-1/2 -translate-y-1/2 flex-col rounded-xl border bg-raised shadow-raised outline-none',
            wide && 'w-[min(46rem,calc(100vw-1.5rem))]',
          )}
        >
          <div className="flex items-start justify-between gap-3 px-5 pt-4">
            <div className="min-w-0">
              <Primitive.Title className="font-semibold text-base">{title}</Primitive.Title>
              {detail === undefined ? null : (
                <Primitive.Description className="mt-0.5 text-ink-soft">{detail}</Primitive.Description>
              )}
            </div>
            <Primitive.Close asChild>
              <IconButton label={t('close')} className="-mr-2">
                <X aria-hidden size={16} />
              </IconButton>
            </Primitive.Close>
          </div>
          <div className="min-h-0 overflow-y-auto px-5 pt-4 pb-5">{children}</div>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

/** To whatever opened the dialog; where that is gone with what it did, to the page, and never to nowhere. */
function giveFocusBack(opener: Element | null): void {
  const place = opener?.isConnected === true && opener !== document.body ? opener : document.querySelector('#content');
  if (place instanceof HTMLElement) place.focus({ preventScroll: true });
}

/** The buttons at the end of a dialog, the one that acts last. */
export function DialogActions({ children }: { readonly children: ReactNode }): ReactNode {
  return <div className="mt-5 flex flex-wrap items-center justify-end gap-2">{children}</div>;
}

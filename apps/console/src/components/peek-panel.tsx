'use client';

import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useShortcuts } from './shortcuts/shortcuts-provider.tsx';
import { IconButton } from './ui/button.tsx';
import { ScrollRegion } from './ui/scroll-region.tsx';

const widthKey = 'console.peek-width';
const narrowestPx = 340;
const widestPx = 820;
const usualPx = 460;
const keyStepPx = 24;

function clampWidth(width: number): number {
  return Math.round(Math.min(widestPx, Math.max(narrowestPx, width)));
}

/** The ways out of the panel: back to the row, to the row below and to the one above. */
export interface PeekWalk {
  readonly onClose: () => void;
  readonly onNext?: (() => void) | undefined;
  readonly onPrevious?: (() => void) | undefined;
}

/**
 * What one row holds, beside the list, which stays usable: the panel is not modal. Escape closes it;
 * the caller then gives the focus back to the row. On phones it is a sheet at the bottom.
 */
export function PeekPanel({
  label,
  onClose,
  onNext,
  onPrevious,
  children,
}: PeekWalk & {
  readonly label: string;
  readonly children: ReactNode;
}): ReactNode {
  const t = useTranslations('peek');
  const panel = useRef<HTMLElement>(null);
  const [width, setWidth] = useState(usualPx);
  useEffect(() => {
    const kept = Number(localStorage.getItem(widthKey));
    if (kept > 0) setWidth(clampWidth(kept));
    panel.current?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    document.documentElement.style.setProperty('--peek-width', `${width}px`);
    return () => {
      document.documentElement.style.removeProperty('--peek-width');
    };
  }, [width]);
  const resize = (next: number): void => {
    const kept = clampWidth(next);
    setWidth(kept);
    localStorage.setItem(widthKey, String(kept));
  };
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      if (document.querySelector('[role=dialog][data-state=open], [role=menu][data-state=open]') !== null) return;
      event.preventDefault();
      onClose();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [onClose]);
  useShortcuts({
    ...(onNext === undefined ? {} : { j: onNext }),
    ...(onPrevious === undefined ? {} : { k: onPrevious }),
  });
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      aria-label={label}
      data-peek
      className="fixed z-40 flex flex-col border bg-raised shadow-raised outline-none max-sm:inset-x-0 max-sm:bottom-0 max-sm:max-h-[80dvh] max-sm:rounded-t-2xl sm:top-12 sm:right-0 sm:bottom-0 sm:w-[min(var(--peek-width,460px),calc(100vw-3rem))] sm:border-y-0 sm:border-r-0"
    >
      <ResizeHandle width={width} onResize={resize} />
      <div className="flex h-11 shrink-0 items-center justify-between border-b px-2">
        <div className="flex items-center">
          <IconButton label={t('previous')} disabled={onPrevious === undefined} onClick={onPrevious}>
            <ChevronUp aria-hidden size={17} />
          </IconButton>
          <IconButton label={t('next')} disabled={onNext === undefined} onClick={onNext}>
            <ChevronDown aria-hidden size={17} />
          </IconButton>
        </div>
        <IconButton label={t('close')} onClick={onClose}>
          <X aria-hidden size={17} />
        </IconButton>
      </div>
      <ScrollRegion label={label} className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-4">
        {children}
      </ScrollRegion>
    </aside>
  );
}

/** Dragged, or moved with the arrow keys. */
function ResizeHandle({
  width,
  onResize,
}: {
  readonly width: number;
  readonly onResize: (width: number) => void;
}): ReactNode {
  const t = useTranslations('peek');
  const onPointerDown = (down: PointerEvent<HTMLElement>): void => {
    down.currentTarget.setPointerCapture(down.pointerId);
  };
  const onPointerMove = (move: PointerEvent<HTMLElement>): void => {
    if (move.currentTarget.hasPointerCapture(move.pointerId)) onResize(window.innerWidth - move.clientX);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowLeft: keyStepPx, ArrowRight: -keyStepPx }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    onResize(width + step);
  };
  return (
    <button
      type="button"
      aria-label={t('resize', { width })}
      title={t('resize', { width })}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
      className="absolute inset-y-0 left-0 w-1.5 -translate-x-1/2 cursor-col-resize touch-none hover:bg-accent/40 focus-visible:bg-accent/40 max-sm:hidden"
    />
  );
}

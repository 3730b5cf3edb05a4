'use client';

import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useSyncExternalStore,
} from 'react';
import { keyName } from './key-name.ts';

/** Bindings such as `j`, `?` or `g e` (one key after the other). */
export type Shortcuts = Readonly<Record<string, () => void>>;

interface ShortcutState {
  readonly enabled: boolean;
  readonly setEnabled: (enabled: boolean) => void;
  readonly add: (shortcuts: () => Shortcuts) => () => void;
}

const ShortcutContext = createContext<ShortcutState | undefined>(undefined);
const storageKey = 'console.shortcuts';
const storageEvent = 'console-shortcuts';
/** How long the second key of a sequence may take. */
const sequenceMs = 1_200;

function subscribeToSetting(changed: () => void): () => void {
  window.addEventListener('storage', changed);
  window.addEventListener(storageEvent, changed);
  return () => {
    window.removeEventListener('storage', changed);
    window.removeEventListener(storageEvent, changed);
  };
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) ||
    target.closest('[role=menu]') !== null
  );
}

export function ShortcutsProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const layers = useRef<(() => Shortcuts)[]>([]);
  const enabled = useSyncExternalStore(
    subscribeToSetting,
    () => localStorage.getItem(storageKey) !== 'off',
    () => true,
  );
  const setEnabled = useCallback((next: boolean) => {
    if (next) localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, 'off');
    window.dispatchEvent(new Event(storageEvent));
  }, []);
  const add = useCallback((shortcuts: () => Shortcuts) => {
    layers.current.push(shortcuts);
    return () => {
      layers.current = layers.current.filter((layer) => layer !== shortcuts);
    };
  }, []);

  useEffect(() => {
    if (!enabled) return;
    let first: { readonly key: string; readonly at: number } | undefined;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector('[role=dialog][data-modal]') !== null) return;
      const key = keyName(event);
      // The layer added last wins: an open panel goes before the page.
      const find = (binding: string): (() => void) | undefined =>
        layers.current.map((layer) => layer()[binding]).findLast((action) => action !== undefined);
      const sequence =
        first !== undefined && event.timeStamp - first.at < sequenceMs ? find(`${first.key} ${key}`) : undefined;
      const action = sequence ?? find(key);
      first = sequence === undefined ? { key, at: event.timeStamp } : undefined;
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [enabled]);

  const state = useMemo(() => ({ enabled, setEnabled, add }), [enabled, setEnabled, add]);
  return <ShortcutContext value={state}>{children}</ShortcutContext>;
}

export function useShortcutSetting(): Pick<ShortcutState, 'enabled' | 'setEnabled'> {
  const state = useContext(ShortcutContext);
  if (state === undefined) throw new Error('useShortcutSetting needs a ShortcutsProvider above it.');
  return state;
}

/** Binds keys while the component is on the page. Keys typed into fields and open menus are left alone. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const state = useContext(ShortcutContext);
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  const add = state?.add;
  useEffect(() => add?.(() => latest.current), [add]);
}

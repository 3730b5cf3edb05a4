'use client';

import { Moon, Sun } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useTheme } from 'next-themes';
import { type ReactNode, useSyncExternalStore } from 'react';
import { ChoiceMenu } from '../../components/ui/choice-menu.tsx';

const themes = ['light', 'dark', 'system'] as const;
const neverChanges = (): (() => void) => () => undefined;

export function ThemeMenu(): ReactNode {
  const t = useTranslations('theme');
  const { theme, setTheme } = useTheme();
  // The server cannot know the theme; the icon follows the class on <html>, the name follows hydration.
  const hydrated = useSyncExternalStore(
    neverChanges,
    () => true,
    () => false,
  );
  const current = (hydrated ? themes.find((name) => name === theme) : undefined) ?? 'system';
  return (
    <ChoiceMenu
      label={t('label', { theme: t(current) })}
      title={t('title')}
      choices={themes.map((value) => ({ value, label: t(value) }))}
      value={current}
      onChoose={setTheme}
    >
      <Sun aria-hidden size={16} className="dark:hidden" />
      <Moon aria-hidden size={16} className="hidden dark:block" />
    </ChoiceMenu>
  );
}

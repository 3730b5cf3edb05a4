'use client';

import { Moon, Sun } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useTheme } from 'next-themes';
import type { ReactNode } from 'react';
import { classNames } from '../../components/class-names.ts';
import { rememberChoice } from '../../components/remember-choice.ts';
import { IconButton } from '../../components/ui/button.tsx';
import { locales } from '../../i18n/locale.ts';

/** Language and theme before the sign-in, without the menus of the shell: the page is to come fast. */
export function EntryChoices(): ReactNode {
  const t = useTranslations('language');
  const theme = useTranslations('theme');
  const current = useLocale();
  const router = useRouter();
  const { resolvedTheme, setTheme } = useTheme();
  return (
    <div className="flex items-center gap-1">
      {locales.map((locale) => (
        <button
          key={locale}
          type="button"
          lang={locale}
          aria-pressed={locale === current}
          onClick={() => void rememberChoice({ locale }).then(() => router.refresh())}
          className={classNames(
            'h-8 rounded-lg px-2 font-medium text-[0.8125rem] text-ink-soft hover:bg-hover hover:text-ink',
            locale === current && 'bg-accent-soft text-accent-strong',
          )}
        >
          {t(locale)}
        </button>
      ))}
      <IconButton label={theme('title')} onClick={() => setTheme(resolvedTheme === 'dark' ? 'light' : 'dark')}>
        <Sun aria-hidden size={16} className="dark:hidden" />
        <Moon aria-hidden size={16} className="hidden dark:block" />
      </IconButton>
    </div>
  );
}

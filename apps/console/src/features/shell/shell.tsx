import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ShortcutSheet } from '../../components/shortcuts/shortcut-sheet.tsx';
import { LocaleMenu } from './locale-menu.tsx';
import { BottomNavigation, SideNavigation } from './navigation.tsx';
import { ThemeMenu } from './theme-menu.tsx';
import { ZoneMenu } from './zone-menu.tsx';

function Brand(): ReactNode {
  const t = useTranslations('shell');
  return (
    <Link href="/" prefetch={false} className="flex h-8 items-center gap-2.5 rounded-lg font-semibold tracking-tight">
      <svg aria-hidden="true" viewBox="0 0 32 32" className="size-7">
        <rect width="32" height="32" rx="8" className="fill-accent" />
        <path
          d="M5 17h5l3-8 6 15 3-7h5"
          fill="none"
          stroke="var(--on-accent)"
          strokeWidth="2.6"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      {t('name')}
    </Link>
  );
}

/** What is around every page: skip link, navigation, and the choices that hold everywhere. */
export function Shell({ children }: { readonly children: ReactNode }): ReactNode {
  const t = useTranslations('shell');
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[13.5rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-lg bg-accent px-3 py-2 font-medium text-on-accent focus:translate-y-0"
      >
        {t('skip')}
      </a>
      <aside data-shell className="sticky top-0 hidden h-dvh flex-col gap-5 border-r bg-surface px-3 py-2.5 lg:flex">
        <div className="px-1">
          <Brand />
        </div>
        <SideNavigation />
      </aside>
      <div className="flex min-w-0 flex-col">
        <header
          data-shell
          className="sticky top-0 z-30 flex h-12 items-center justify-between gap-2 border-b bg-surface/95 px-4 backdrop-blur lg:justify-end lg:px-6"
        >
          <div className="lg:hidden">
            <Brand />
          </div>
          <div className="flex items-center gap-0.5">
            <ZoneMenu />
            <LocaleMenu />
            <ThemeMenu />
            <ShortcutSheet />
          </div>
        </header>
        <main id="content" tabIndex={-1} className="flex-1 px-4 pt-5 pb-24 outline-none lg:px-6 lg:pb-10">
          {children}
        </main>
        <BottomNavigation />
      </div>
    </div>
  );
}

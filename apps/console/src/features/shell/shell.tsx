import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ShortcutSheet } from '../../components/shortcuts/shortcut-sheet.tsx';
import { Toaster } from '../../components/ui/toaster.tsx';
import type { SignedInPerson } from '../session/session-of-request.ts';
import { AccountMenu } from './account-menu.tsx';
import { Brand } from './brand.tsx';
import { LocaleMenu } from './locale-menu.tsx';
import { BottomNavigation, SideNavigation } from './navigation.tsx';
import { placesOf } from './places.ts';
import { ThemeMenu } from './theme-menu.tsx';
import { ZoneMenu } from './zone-menu.tsx';

/** What is around every page: skip link, navigation, and the choices that hold everywhere. */
export function Shell({
  person,
  children,
}: {
  readonly person: SignedInPerson;
  readonly children: ReactNode;
}): ReactNode {
  const t = useTranslations('shell');
  const navigation = useTranslations('navigation');
  const destinations = placesOf(person.role).map(({ name, shortcut }) => ({
    name,
    label: navigation(name),
    keys: shortcut.split(' '),
  }));
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[13.5rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-lg bg-accent px-3 py-2 font-medium text-on-accent focus:translate-y-0"
      >
        {t('skip')}
      </a>
      <aside
        data-shell
        className="sticky top-0 hidden h-dvh flex-col gap-5 overflow-y-auto border-r bg-surface px-3 py-2.5 lg:flex"
      >
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
            <ShortcutSheet destinations={destinations} />
            <AccountMenu person={person} />
          </div>
        </header>
        <main id="content" tabIndex={-1} className="flex-1 px-4 pt-5 pb-24 outline-none lg:px-6 lg:pb-10">
          {children}
        </main>
        <BottomNavigation />
        <Toaster />
      </div>
    </div>
  );
}

'use client';

import { Activity, House, type LucideIcon, TriangleAlert, Users } from 'lucide-react';
import Link from 'next/link';
import { usePathname, useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { classNames } from '../../components/class-names.ts';
import { useShortcuts } from '../../components/shortcuts/shortcuts-provider.tsx';

type Place = 'home' | 'events' | 'users' | 'anomalies';

const places: readonly { readonly name: Place; readonly href: string; readonly icon: LucideIcon }[] = [
  { name: 'home', href: '/', icon: House },
  { name: 'events', href: '/events', icon: Activity },
  { name: 'users', href: '/users', icon: Users },
  { name: 'anomalies', href: '/anomalies', icon: TriangleAlert },
];

function useCurrentPlace(): Place | undefined {
  const path = usePathname();
  return places.find(({ href }) => (href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`)))?.name;
}

/** In the side bar of wide screens. */
export function SideNavigation(): ReactNode {
  const t = useTranslations('navigation');
  const current = useCurrentPlace();
  const router = useRouter();
  useShortcuts({
    'g h': () => router.push('/'),
    'g e': () => router.push('/events'),
    'g u': () => router.push('/users'),
    'g a': () => router.push('/anomalies'),
  });
  return (
    <nav aria-label={t('main')} className="grid gap-0.5">
      {places.map(({ name, href, icon: Icon }) => (
        <Link
          key={name}
          href={href}
          prefetch={false}
          aria-current={current === name ? 'page' : undefined}
          className={classNames(
            'flex h-9 items-center gap-2.5 rounded-lg px-2.5 font-medium text-ink-soft transition-colors hover:bg-hover hover:text-ink',
            current === name && 'bg-accent-soft text-accent-strong hover:bg-accent-soft hover:text-accent-strong',
          )}
        >
          <Icon aria-hidden size={17} strokeWidth={1.9} />
          {t(name)}
        </Link>
      ))}
    </nav>
  );
}

/** At the bottom of phones, within reach of the thumb. */
export function BottomNavigation(): ReactNode {
  const t = useTranslations('navigation');
  const current = useCurrentPlace();
  return (
    <nav
      aria-label={t('main')}
      data-shell
      className="fixed inset-x-0 bottom-0 z-30 grid grid-cols-4 border-t bg-surface pb-[env(safe-area-inset-bottom)] lg:hidden"
    >
      {places.map(({ name, href, icon: Icon }) => (
        <Link
          key={name}
          href={href}
          prefetch={false}
          aria-current={current === name ? 'page' : undefined}
          className={classNames(
            'flex h-14 flex-col items-center justify-center gap-0.5 font-medium text-[0.6875rem] text-ink-soft outline-offset-[-2px]',
            current === name && 'text-accent-strong',
          )}
        >
          <Icon aria-hidden size={19} strokeWidth={1.9} />
          {t(name)}
        </Link>
      ))}
    </nav>
  );
}

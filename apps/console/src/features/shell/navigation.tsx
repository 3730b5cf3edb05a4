'use client';

import { Ellipsis } from 'lucide-react';
import Link from 'next/link';
import { usePathname, useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from '../../components/class-names.ts';
import { useShortcuts } from '../../components/shortcuts/shortcuts-provider.tsx';
import { usePerson } from '../session/person-provider.tsx';
import { type Place, type PlaceName, placeOfPath, placesOf, placesOnPhones } from './places.ts';

function usePlaces(): { readonly places: readonly Place[]; readonly current: PlaceName | undefined } {
  const { role } = usePerson();
  const path = usePathname();
  const places = placesOf(role);
  return { places, current: placeOfPath(path, places) };
}

/** In the side bar of wide screens. */
export function SideNavigation(): ReactNode {
  const t = useTranslations('navigation');
  const { places, current } = usePlaces();
  const router = useRouter();
  useShortcuts(Object.fromEntries(places.map(({ shortcut, href }) => [shortcut, () => router.push(href)])));
  const everybodys = places.filter(({ adminsOnly }) => !adminsOnly);
  const admins = places.filter(({ adminsOnly }) => adminsOnly);
  return (
    <nav aria-label={t('main')} className="grid gap-0.5">
      <SideLinks places={everybodys} current={current} />
      {admins.length === 0 ? null : (
        <>
          <h2 className="mt-4 mb-1 px-2.5 font-medium text-ink-faint text-xs">{t('administration')}</h2>
          <SideLinks places={admins} current={current} />
        </>
      )}
    </nav>
  );
}

function SideLinks({
  places,
  current,
}: {
  readonly places: readonly Place[];
  readonly current: PlaceName | undefined;
}): ReactNode {
  const t = useTranslations('navigation');
  return places.map(({ name, href, icon: Icon }) => (
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
  ));
}

const thumbTarget =
  'flex h-14 flex-col items-center justify-center gap-0.5 font-medium text-[0.6875rem] text-ink-soft outline-offset-[-2px]';

/** At the bottom of phones, within reach of the thumb. */
export function BottomNavigation(): ReactNode {
  const t = useTranslations('navigation');
  const { places, current } = usePlaces();
  const rest = places.slice(placesOnPhones);
  return (
    <nav
      aria-label={t('main')}
      data-shell
      className={classNames(
        'fixed inset-x-0 bottom-0 z-30 grid grid-cols-4 border-t bg-surface pb-[env(safe-area-inset-bottom)] lg:hidden',
        rest.length > 0 && 'grid-cols-5',
      )}
    >
      {places.slice(0, placesOnPhones).map(({ name, href, icon: Icon }) => (
        <Link
          key={name}
          href={href}
          prefetch={false}
          aria-current={current === name ? 'page' : undefined}
          className={classNames(thumbTarget, current === name && 'text-accent-strong')}
        >
          <Icon aria-hidden size={19} strokeWidth={1.9} />
          {t(name)}
        </Link>
      ))}
      {rest.length === 0 ? null : <MorePlaces places={rest} current={current} />}
    </nav>
  );
}

function MorePlaces({
  places,
  current,
}: {
  readonly places: readonly Place[];
  readonly current: PlaceName | undefined;
}): ReactNode {
  const t = useTranslations('navigation');
  const here = places.some(({ name }) => name === current);
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className={classNames(thumbTarget, here && 'text-accent-strong')}>
        <Ellipsis aria-hidden size={19} strokeWidth={1.9} />
        {t('more')}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={6}
          className="z-50 min-w-52 rounded-xl border bg-raised p-1.5 shadow-raised"
        >
          {places.map(({ name, href, icon: Icon }) => (
            <DropdownMenu.Item key={name} asChild>
              <Link
                href={href}
                prefetch={false}
                aria-current={current === name ? 'page' : undefined}
                className="flex items-center gap-2.5 rounded-lg px-2.5 py-2 outline-none data-[highlighted]:bg-hover"
              >
                <Icon aria-hidden size={17} strokeWidth={1.9} />
                {t(name)}
              </Link>
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

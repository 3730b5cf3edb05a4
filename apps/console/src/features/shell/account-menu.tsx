'use client';

import { CircleUser, LogOut } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import type { SignedInPerson } from '../session/session-of-request.ts';
import { signOut } from '../session/sign-in.ts';

/** Who is signed in, as what, and the way out. */
export function AccountMenu({ person }: { readonly person: SignedInPerson }): ReactNode {
  const t = useTranslations('account');
  const leave = async (): Promise<void> => {
    await signOut();
    window.location.assign('/sign-in');
  };
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        aria-label={t('label', { name: person.name })}
        title={person.name}
        className="inline-flex h-8 min-w-8 items-center justify-center gap-1.5 rounded-lg px-2 font-medium text-[0.8125rem] text-ink-soft transition-colors hover:bg-hover hover:text-ink data-[state=open]:bg-hover"
      >
        <CircleUser aria-hidden size={16} />
        <span className="max-w-32 truncate max-sm:hidden">{person.name}</span>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={6}
          className="z-50 min-w-56 max-w-72 rounded-xl border bg-raised p-1.5 shadow-raised"
        >
          <DropdownMenu.Label className="px-2 py-1.5">
            <span className="block truncate font-medium">{person.name}</span>
            <span className="block truncate text-ink-faint text-xs">{person.email}</span>
            <span className="mt-1 block text-ink-soft text-xs">
              {t(`role.${person.role}`)}
              {person.role === 'admin' || person.cohorts.length === 0
                ? null
                : ` · ${person.cohorts.map(({ name }) => name).join(', ')}`}
            </span>
          </DropdownMenu.Label>
          <DropdownMenu.Separator className="my-1 h-px bg-line" />
          <DropdownMenu.Item
            onSelect={() => void leave()}
            className="flex cursor-pointer select-none items-center gap-2 rounded-lg px-2 py-1.5 outline-none data-[highlighted]:bg-hover"
          >
            <LogOut aria-hidden size={15} />
            {t('signOut')}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

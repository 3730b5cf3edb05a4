import type { ReactNode } from 'react';
import { Brand } from '../shell/brand.tsx';
import { EntryChoices } from './entry-choices.tsx';

export function EntryFrame({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex h-12 items-center justify-between px-4">
        <Brand />
        <EntryChoices />
      </header>
      <main
        id="content"
        tabIndex={-1}
        className="flex flex-1 items-start justify-center px-4 pt-[8dvh] pb-10 outline-none"
      >
        {children}
      </main>
    </div>
  );
}

import { cookies } from 'next/headers';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { ShortcutsProvider } from '../../components/shortcuts/shortcuts-provider.tsx';
import { HubAway } from '../../features/session/hub-away.tsx';
import { PersonProvider } from '../../features/session/person-provider.tsx';
import { personOfRequest } from '../../features/session/session-of-request.ts';
import { Shell } from '../../features/shell/shell.tsx';
import { TimesProvider } from '../../times/times-provider.tsx';
import { parseZoneChoice, zoneCookie } from '../../times/zone-choice.ts';
import { TrpcProvider } from '../../trpc/trpc-provider.tsx';

/** Every page behind the sign-in. */
export default async function ConsoleLayout({ children }: { readonly children: ReactNode }): Promise<ReactNode> {
  const [person, cookieJar] = await Promise.all([personOfRequest(), cookies()]);
  if (person === undefined) return <HubAway />;
  return (
    <NuqsAdapter>
      <TrpcProvider>
        <TimesProvider initialChoice={parseZoneChoice(cookieJar.get(zoneCookie)?.value)}>
          <ShortcutsProvider>
            <PersonProvider person={person}>
              <Shell person={person}>{children}</Shell>
            </PersonProvider>
          </ShortcutsProvider>
        </TimesProvider>
      </TrpcProvider>
    </NuqsAdapter>
  );
}

import type { ReactNode } from 'react';
import { HubAway } from '../../features/session/hub-away.tsx';
import { PersonProvider } from '../../features/session/person-provider.tsx';
import { personOfRequest } from '../../features/session/session-of-request.ts';
import { Shell } from '../../features/shell/shell.tsx';

/** Every page behind the sign-in. */
export default async function ConsoleLayout({ children }: { readonly children: ReactNode }): Promise<ReactNode> {
  const person = await personOfRequest();
  if (person === undefined) return <HubAway />;
  return (
    <PersonProvider person={person}>
      <Shell person={person}>{children}</Shell>
    </PersonProvider>
  );
}

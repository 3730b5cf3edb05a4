'use client';

import { createContext, type ReactNode, useContext } from 'react';
import type { SignedInPerson } from './session-of-request.ts';

const PersonContext = createContext<SignedInPerson | undefined>(undefined);

export function PersonProvider({
  person,
  children,
}: {
  readonly person: SignedInPerson;
  readonly children: ReactNode;
}): ReactNode {
  return <PersonContext value={person}>{children}</PersonContext>;
}

/** Who is signed in. Pages use it to leave out what the role may not do; the hub decides by itself. */
export function usePerson(): SignedInPerson {
  const person = useContext(PersonContext);
  if (person === undefined) throw new Error('usePerson needs a PersonProvider above it.');
  return person;
}

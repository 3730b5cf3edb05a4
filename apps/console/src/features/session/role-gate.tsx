'use client';

import type { ReactNode } from 'react';
import { NoAccessState } from '../../components/ui/no-access-state.tsx';
import { usePerson } from './person-provider.tsx';

/** For pages of admins that ask the hub for nothing before the first click, so that no answer could refuse. */
export function RoleGate({ children }: { readonly children: ReactNode }): ReactNode {
  const { role } = usePerson();
  return role === 'admin' ? children : <NoAccessState reason="forbidden" />;
}

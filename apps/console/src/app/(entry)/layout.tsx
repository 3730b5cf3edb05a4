import type { ReactNode } from 'react';
import { EntryFrame } from '../../features/session/entry-frame.tsx';

/** The pages before the sign-in: no navigation, as there is nowhere to go yet. */
export default function EntryLayout({ children }: { readonly children: ReactNode }): ReactNode {
  return <EntryFrame>{children}</EntryFrame>;
}

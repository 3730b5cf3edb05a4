'use client';

import type { ReactNode } from 'react';
import { FailedState } from '../../components/ui/failed-state.tsx';

/** A page that failed to render. The rest of the shell keeps working. */
export default function PageError({ error, reset }: { readonly error: Error; readonly reset: () => void }): ReactNode {
  return <FailedState error={error} onRetry={reset} />;
}

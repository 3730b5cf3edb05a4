import type { ReactNode } from 'react';

/** Where in the event the fault lies; an empty pointer is the whole of it and says nothing. */
export function ReasonPlace({ pointer }: { readonly pointer: string }): ReactNode {
  if (pointer === '') return null;
  return <code className="ml-2 font-mono font-normal text-ink-soft text-xs">{pointer}</code>;
}

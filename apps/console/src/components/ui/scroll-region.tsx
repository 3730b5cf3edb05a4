import type { ComponentProps, ReactNode } from 'react';

/** What scrolls inside the page must be reachable by keyboard, or its end is out of reach without a mouse. */
const reachable = { tabIndex: 0 };

export function ScrollRegion({ label, ...rest }: ComponentProps<'section'> & { readonly label: string }): ReactNode {
  return <section aria-label={label} {...reachable} {...rest} />;
}

import type { ReactNode } from 'react';

/**
 * Stands for the rows above or below those on screen. The browser must not hold on to it: whoever scrolls far stands on the lower one
 * until the rows are there, which push it down, and would be taken along, twice as far as they went.
 */
export function TableSpacer({ height }: { readonly height: number }): ReactNode {
  if (height <= 0) return null;
  return (
    <tr aria-hidden style={{ overflowAnchor: 'none' }}>
      <td style={{ height, padding: 0 }} />
    </tr>
  );
}

import { SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { EmptyState } from './empty-state.tsx';

/** There are rows, but none that the filters let through. */
export function NoMatches({
  title,
  text,
  clear,
  onClear,
  children,
}: {
  readonly title: string;
  readonly text: string;
  readonly clear: string;
  readonly onClear: () => void;
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <EmptyState icon={SearchX} title={title} text={text}>
      <Button tone="primary" onClick={onClear}>
        {clear}
      </Button>
      {children}
    </EmptyState>
  );
}

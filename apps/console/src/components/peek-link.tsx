import type { MouseEvent, ReactNode } from 'react';

/** A plain click opens the panel; every other click on the row is the browser's, as on any link. */
export function PeekLink({
  id,
  href,
  onPeek,
  title,
  className,
  children,
}: {
  readonly id: string;
  readonly href: string;
  readonly onPeek: (id: string) => void;
  readonly title?: string | undefined;
  readonly className: string;
  readonly children: ReactNode;
}): ReactNode {
  const open = (event: MouseEvent): void => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onPeek(id);
  };
  return (
    <a href={href} data-row={id} onClick={open} title={title} className={className}>
      {children}
    </a>
  );
}

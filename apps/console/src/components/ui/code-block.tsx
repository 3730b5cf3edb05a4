import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import { CopyButton } from './copy-button.tsx';
import { ScrollRegion } from './scroll-region.tsx';

/** Text to copy into a terminal or a program, as it is. */
export function CodeBlock({
  title,
  text,
  copyLabel,
  className,
}: {
  readonly title: string;
  readonly text: string;
  readonly copyLabel: string;
  readonly className?: string;
}): ReactNode {
  return (
    <div className={classNames('min-w-0 text-left', className)}>
      <div className="mb-1 flex items-center justify-between gap-2">
        <h3 className="text-ink-soft text-xs">{title}</h3>
        <CopyButton text={text} label={copyLabel} />
      </div>
      <ScrollRegion label={title} className="overflow-x-auto rounded-lg border bg-canvas p-3">
        <pre className="font-mono text-xs leading-5">{text}</pre>
      </ScrollRegion>
    </div>
  );
}

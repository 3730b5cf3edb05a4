import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from '../class-names.ts';

const look = cva('inline-flex h-5.5 items-center gap-1 whitespace-nowrap rounded-md px-1.5 font-medium text-xs', {
  variants: {
    tone: {
      neutral: 'bg-hover text-ink-soft',
      accent: 'bg-accent-soft text-accent-strong',
      good: 'bg-good-soft text-good',
      warning: 'bg-warning-soft text-warning',
      danger: 'bg-danger-soft text-danger',
    },
  },
  defaultVariants: { tone: 'neutral' },
});

export type BadgeTone = NonNullable<VariantProps<typeof look>['tone']>;

export function Badge({ tone, className, ...rest }: ComponentProps<'span'> & VariantProps<typeof look>): ReactNode {
  return <span className={classNames(look({ tone }), className)} {...rest} />;
}

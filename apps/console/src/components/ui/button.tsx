import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from '../class-names.ts';

/** Also of links that lead to the next step. */
export const buttonLook = cva(
  'inline-flex h-8 shrink-0 items-center justify-center gap-1.5 whitespace-nowrap rounded-lg px-3 font-medium text-[0.8125rem] transition-colors disabled:opacity-60',
  {
    variants: {
      tone: {
        primary: 'bg-accent text-on-accent hover:bg-accent-strong',
        plain: 'border border-line-strong bg-surface text-ink hover:bg-hover',
        quiet: 'text-ink-soft hover:bg-hover hover:text-ink',
        danger: 'bg-danger text-surface hover:opacity-90',
      },
    },
    defaultVariants: { tone: 'plain' },
  },
);

export function Button({
  tone,
  className,
  type = 'button',
  ...rest
}: ComponentProps<'button'> & VariantProps<typeof buttonLook>): ReactNode {
  return <button type={type} className={classNames(buttonLook({ tone }), className)} {...rest} />;
}

export function IconButton({
  label,
  className,
  ...rest
}: ComponentProps<'button'> & { readonly label: string }): ReactNode {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={classNames(
        'inline-flex size-8 shrink-0 items-center justify-center rounded-lg text-ink-soft transition-colors hover:bg-hover hover:text-ink disabled:opacity-40',
        className,
      )}
      {...rest}
    />
  );
}

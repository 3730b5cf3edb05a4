import type { VariantProps } from 'class-variance-authority';
import Link from 'next/link';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import { buttonLook } from './button.tsx';

/** A link that looks like a button: it leads to the next step, and a middle click opens it elsewhere. */
export function ButtonLink({
  tone,
  className,
  ...rest
}: ComponentProps<typeof Link> & VariantProps<typeof buttonLook>): ReactNode {
  return <Link prefetch={false} className={classNames(buttonLook({ tone }), className)} {...rest} />;
}

'use client';

import { cva, type VariantProps } from 'class-variance-authority';
import { Slot } from 'radix-ui';
import type { ComponentProps, MouseEvent } from 'react';
import { cn } from '#components/class-names.ts';
import { Spinner } from './spinner.tsx';

export const buttonStyle = cva(
  'relative inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap rounded-md border font-medium transition-colors duration-100 disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-default [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        primary:
          'border-transparent bg-accent text-accent-foreground shadow-control enabled:hover:bg-accent-hover [a&]:hover:bg-accent-hover',
        secondary: 'border-border-strong bg-surface text-foreground shadow-control enabled:hover:bg-surface-2 [a&]:hover:bg-surface-2',
        ghost:
          'border-transparent bg-transparent text-muted enabled:hover:bg-hover enabled:hover:text-foreground data-[state=open]:bg-hover data-[state=open]:text-foreground [a&]:hover:bg-hover [a&]:hover:text-foreground',
        danger:
          'border-transparent bg-danger-fill text-danger-foreground shadow-control enabled:hover:bg-danger-fill-hover [a&]:hover:bg-danger-fill-hover',
        'danger-quiet':
          'border-border-strong bg-surface text-danger shadow-control enabled:hover:border-danger/50 enabled:hover:bg-danger-soft',
      },
      size: {
        sm: 'h-7 gap-1.5 px-2.5 text-xs [&_svg]:size-3.5',
        md: 'h-8 gap-2 px-3 text-sm [&_svg]:size-4',
        lg: 'h-10 gap-2 px-4 text-base [&_svg]:size-4',
      },
    },
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
);

export interface ButtonProps extends ComponentProps<'button'>, VariantProps<typeof buttonStyle> {
  /** Shows a spinner in place of the words, at the same width, and takes no clicks. */
  readonly loading?: boolean | undefined;
  /** Lends its look to the one child, a link say. */
  readonly asChild?: boolean | undefined;
}

export function Button({
  variant,
  size,
  loading = false,
  asChild = false,
  className,
  children,
  onClick,
  type = 'button',
  ...props
}: ButtonProps) {
  const look = cn(buttonStyle({ variant, size }), className);
  if (asChild) {
    return (
      <Slot.Root className={look} {...(onClick ? { onClick } : {})} {...props}>
        {children}
      </Slot.Root>
    );
  }
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (loading) event.preventDefault();
    else onClick?.(event);
  };
  // A loading button stays focusable: disabling it would throw the keyboard back to the top of the page.
  return (
    <button type={type} className={look} onClick={press} {...(loading ? { 'aria-disabled': true, 'aria-busy': true } : {})} {...props}>
      {loading ? (
        <>
          <span className="inline-flex items-center gap-[inherit] opacity-0">{children}</span>
          <span className="absolute inset-0 grid place-items-center">
            <Spinner />
          </span>
        </>
      ) : (
        children
      )}
    </button>
  );
}

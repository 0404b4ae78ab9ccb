'use client';

import type { ComponentProps } from 'react';
import { cn } from '#components/class-names.ts';
import { useFieldWiring } from './field.tsx';

export interface InputProps extends ComponentProps<'input'> {
  /** For names and values of a database. */
  readonly mono?: boolean | undefined;
}

export function Input({ mono = false, className, ...props }: InputProps) {
  const wiring = useFieldWiring(props);
  return (
    <input
      type="text"
      autoComplete="off"
      spellCheck={false}
      className={cn('control h-8 w-full min-w-0 px-2.5 text-sm', mono && 'font-mono text-xs', className)}
      {...props}
      {...wiring}
    />
  );
}

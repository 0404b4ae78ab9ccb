'use client';

import type { ComponentProps } from 'react';
import { cn } from '#components/class-names.ts';
import { useFieldWiring } from './field.tsx';

export interface TextareaProps extends ComponentProps<'textarea'> {
  readonly mono?: boolean | undefined;
}

export function Textarea({ mono = false, className, rows = 3, ...props }: TextareaProps) {
  const wiring = useFieldWiring(props);
  return (
    <textarea
      rows={rows}
      spellCheck={false}
      className={cn(
        'control scroll-quiet block w-full min-w-0 resize-y px-2.5 py-1.5 text-sm',
        mono && 'font-mono text-xs leading-5',
        className,
      )}
      {...props}
      {...wiring}
    />
  );
}

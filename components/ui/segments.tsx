'use client';

import { RadioGroup } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from '#components/class-names.ts';

export interface SegmentsProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly onValueChange: (value: string) => void;
  readonly options: readonly { readonly value: string; readonly label: string; readonly face: ReactNode }[];
  readonly className?: string | undefined;
}

/** A handful of choices in one small bar. Each shows a face and is read aloud by its label. */
export function Segments({ label, value, onValueChange, options, className }: SegmentsProps) {
  return (
    <RadioGroup.Root
      aria-label={label}
      orientation="horizontal"
      value={value ?? null}
      onValueChange={onValueChange}
      className={cn('inline-flex min-h-7 max-w-full flex-wrap items-center gap-0.5 rounded-md bg-active p-0.5', className)}
    >
      {options.map((option) => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          aria-label={option.label}
          title={option.label}
          className="grid h-6 min-w-7 place-items-center whitespace-nowrap rounded-sm px-1.5 font-medium text-muted transition-colors duration-100 hover:text-foreground data-[state=checked]:bg-raised dark:data-[state=checked]:bg-border-strong data-[state=checked]:text-foreground data-[state=checked]:shadow-control focus-visible:outline-offset-0"
        >
          {option.face}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}

'use client';

import { RadioGroup as Radix } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import { cn } from '#components/class-names.ts';
import { useFieldLabelId } from './field.tsx';

export interface RadioCardsProps<Value extends string> {
  readonly value: Value | undefined;
  readonly onValueChange: (value: Value) => void;
  readonly options: readonly RadioCardOption<Value>[];
  readonly columns?: 1 | 2 | 3 | 4 | undefined;
  readonly disabled?: boolean | undefined;
  readonly 'aria-label'?: string | undefined;
  readonly className?: string | undefined;
}

export interface RadioCardOption<Value extends string> {
  readonly value: Value;
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly icon?: ReactNode;
  /** A small word at the right of the title, a Badge say. */
  readonly aside?: ReactNode;
  readonly disabled?: boolean | undefined;
}

const COLUMNS = {
  1: 'grid-cols-1',
  2: 'grid-cols-1 sm:grid-cols-2',
  3: 'grid-cols-1 sm:grid-cols-2 lg:grid-cols-3',
  4: 'grid-cols-1 sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-4',
} as const;

/** One choice out of few, each with room to explain itself. The whole card is the radio. */
export function RadioCards<Value extends string>({ value, onValueChange, options, columns = 1, ...props }: RadioCardsProps<Value>) {
  const id = useId();
  const labelId = useFieldLabelId();
  const choose = (next: string) => {
    const option = options.find((candidate) => candidate.value === next);
    if (option) onValueChange(option.value);
  };
  return (
    <Radix.Root
      value={value ?? null}
      onValueChange={choose}
      disabled={props.disabled ?? false}
      aria-label={props['aria-label']}
      aria-labelledby={props['aria-label'] === undefined ? labelId : undefined}
      className={cn('grid gap-2', COLUMNS[columns], props.className)}
    >
      {options.map((option) => (
        <Radix.Item
          key={option.value}
          value={option.value}
          disabled={option.disabled ?? false}
          aria-labelledby={`${id}-${option.value}`}
          {...(option.description === undefined ? {} : { 'aria-describedby': `${id}-${option.value}-note` })}
          className={cn(
            'group flex min-w-0 items-start gap-3 rounded-lg border bg-surface p-3 text-left transition-colors duration-100',
            'enabled:hover:border-border-strong enabled:hover:bg-hover disabled:cursor-not-allowed disabled:opacity-55',
            'data-[state=checked]:border-accent data-[state=checked]:bg-accent-soft/50 data-[state=checked]:shadow-[inset_0_0_0_1px_var(--accent)]',
          )}
        >
          <span className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-border-strong bg-surface group-data-[state=checked]:border-accent group-data-[state=checked]:bg-accent">
            <Radix.Indicator className="size-1.5 rounded-full bg-accent-foreground" />
          </span>
          <span className="flex min-w-0 flex-1 flex-col gap-0.5">
            <span className="flex items-center justify-between gap-2">
              <span
                id={`${id}-${option.value}`}
                className="flex min-w-0 items-center gap-2 font-medium text-sm [&_svg]:size-4 [&_svg]:text-muted"
              >
                {option.icon}
                {option.title}
              </span>
              {option.aside}
            </span>
            {option.description !== undefined && (
              <span id={`${id}-${option.value}-note`} className="text-muted text-xs">
                {option.description}
              </span>
            )}
          </span>
        </Radix.Item>
      ))}
    </Radix.Root>
  );
}

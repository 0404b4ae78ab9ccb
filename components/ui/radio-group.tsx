'use client';

import { RadioGroup as Radix } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import { cn } from '#components/class-names.ts';
import { useFieldLabelId } from './field.tsx';

export interface RadioOption<Value extends string> {
  readonly value: Value;
  readonly label: ReactNode;
  readonly description?: ReactNode;
  readonly disabled?: boolean | undefined;
}

export interface RadioGroupProps<Value extends string> {
  readonly value: Value | undefined;
  readonly onValueChange: (value: Value) => void;
  readonly options: readonly RadioOption<Value>[];
  readonly orientation?: 'vertical' | 'horizontal' | undefined;
  readonly disabled?: boolean | undefined;
  readonly 'aria-label'?: string | undefined;
  readonly className?: string | undefined;
}

/** The round mark of a radio; inside a Radix radio item only. */
export const radioMark =
  'grid size-4 shrink-0 place-items-center rounded-full border border-border-strong bg-surface transition-colors duration-100 group-hover:border-subtle data-[state=checked]:border-accent data-[state=checked]:bg-accent disabled:opacity-50';

export function RadioGroup<Value extends string>({
  value,
  onValueChange,
  options,
  orientation = 'vertical',
  ...props
}: RadioGroupProps<Value>) {
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
      orientation={orientation}
      aria-label={props['aria-label']}
      aria-labelledby={props['aria-label'] === undefined ? labelId : undefined}
      className={cn('flex', orientation === 'vertical' ? 'flex-col gap-2' : 'flex-wrap gap-x-5 gap-y-2', props.className)}
    >
      {options.map((option) => (
        <div key={option.value} className="group flex items-start gap-2">
          <span className="flex h-5 items-center">
            <Radix.Item
              id={`${id}-${option.value}`}
              value={option.value}
              disabled={option.disabled ?? false}
              {...(option.description === undefined ? {} : { 'aria-describedby': `${id}-${option.value}-note` })}
              className={radioMark}
            >
              <Radix.Indicator className="size-1.5 rounded-full bg-accent-foreground" />
            </Radix.Item>
          </span>
          <div className="min-w-0">
            <label
              htmlFor={`${id}-${option.value}`}
              className={cn('select-none text-sm', option.disabled ? 'text-subtle' : 'cursor-pointer')}
            >
              {option.label}
            </label>
            {option.description !== undefined && (
              <div id={`${id}-${option.value}-note`} className="text-muted text-xs">
                {option.description}
              </div>
            )}
          </div>
        </div>
      ))}
    </Radix.Root>
  );
}

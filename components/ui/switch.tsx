'use client';

import { Switch as Radix } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import { cn } from '#components/class-names.ts';
import { useFieldWiring } from './field.tsx';

export interface SwitchProps {
  readonly checked: boolean;
  readonly onCheckedChange: (checked: boolean) => void;
  readonly label?: ReactNode;
  readonly description?: ReactNode;
  readonly disabled?: boolean | undefined;
  readonly id?: string | undefined;
  readonly 'aria-label'?: string | undefined;
  readonly className?: string | undefined;
}

export function Switch({ checked, onCheckedChange, label, description, disabled = false, className, ...props }: SwitchProps) {
  const generated = useId();
  const wiring = useFieldWiring({ id: props.id ?? (label === undefined ? undefined : generated) });
  const track = (
    <Radix.Root
      {...wiring}
      {...(description === undefined ? {} : { 'aria-describedby': `${generated}-note` })}
      aria-label={props['aria-label']}
      checked={checked}
      disabled={disabled}
      onCheckedChange={onCheckedChange}
      className={cn(
        'inline-flex h-4.5 w-8 shrink-0 items-center rounded-full bg-border-strong p-0.5 transition-colors duration-150 data-[state=checked]:bg-accent disabled:cursor-not-allowed disabled:opacity-50',
        label === undefined && className,
      )}
    >
      <Radix.Thumb className="size-3.5 rounded-full bg-white shadow-control transition-transform duration-150 data-[state=checked]:translate-x-3.5" />
    </Radix.Root>
  );
  if (label === undefined) return track;
  return (
    <div className={cn('flex min-w-0 items-start gap-2.5', className)}>
      <span className="flex h-5 items-center">{track}</span>
      <div className="min-w-0">
        <label htmlFor={wiring.id} className={cn('select-none text-sm', disabled ? 'text-subtle' : 'cursor-pointer')}>
          {label}
        </label>
        {description !== undefined && (
          <div id={`${generated}-note`} className="text-muted text-xs">
            {description}
          </div>
        )}
      </div>
    </div>
  );
}

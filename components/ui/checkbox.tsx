'use client';

import { Check, Minus } from 'lucide-react';
import { Checkbox as Radix } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import { cn } from '#components/class-names.ts';
import { useFieldWiring } from './field.tsx';

export type Checked = boolean | 'indeterminate';

export interface CheckboxProps {
  readonly checked: Checked;
  /** A press on an indeterminate box asks for `true`. */
  readonly onCheckedChange?: ((checked: boolean) => void) | undefined;
  readonly label?: ReactNode;
  readonly description?: ReactNode;
  readonly disabled?: boolean | undefined;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly tabIndex?: number | undefined;
  readonly 'aria-label'?: string | undefined;
  readonly className?: string | undefined;
}

export function Checkbox({ checked, onCheckedChange, label, description, disabled = false, className, ...props }: CheckboxProps) {
  const generated = useId();
  const wiring = useFieldWiring({ id: props.id ?? (label === undefined ? undefined : generated) });
  const noteId = `${generated}-note`;
  const box = (
    <Radix.Root
      {...wiring}
      {...(description === undefined ? {} : { 'aria-describedby': noteId })}
      {...(props.name === undefined ? {} : { name: props.name })}
      {...(props.tabIndex === undefined ? {} : { tabIndex: props.tabIndex })}
      aria-label={props['aria-label']}
      checked={checked}
      disabled={disabled}
      onCheckedChange={(next) => onCheckedChange?.(next === true)}
      className={cn(
        'grid size-4 shrink-0 place-items-center rounded-sm border border-border-strong bg-surface text-accent-foreground transition-colors duration-100',
        'enabled:hover:border-subtle data-[state=checked]:border-accent data-[state=indeterminate]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:bg-accent',
        'disabled:cursor-not-allowed disabled:opacity-50 aria-invalid:border-danger',
        label === undefined && className,
      )}
    >
      <Radix.Indicator className="grid place-items-center">
        {checked === 'indeterminate' ? (
          <Minus aria-hidden className="size-3" strokeWidth={3.5} />
        ) : (
          <Check aria-hidden className="size-3" strokeWidth={3.5} />
        )}
      </Radix.Indicator>
    </Radix.Root>
  );
  if (label === undefined) return box;
  return (
    <div className={cn('flex min-w-0 items-start gap-2', className)}>
      <span className="flex h-5 items-center">{box}</span>
      <div className="min-w-0">
        <label htmlFor={wiring.id} className={cn('select-none text-sm', disabled ? 'cursor-not-allowed text-subtle' : 'cursor-pointer')}>
          {label}
        </label>
        {description !== undefined && (
          <div id={noteId} className="text-muted text-xs">
            {description}
          </div>
        )}
      </div>
    </div>
  );
}

'use client';

import type { ChangeEvent, ComponentProps, ReactNode } from 'react';
import { cn } from '#components/class-names.ts';
import { useFieldWiring } from './field.tsx';

export interface NumberInputProps extends Omit<ComponentProps<'input'>, 'type'> {
  /** What is counted: MB, seconds, rows. Stands inside the box at the right. */
  readonly unit?: ReactNode;
  /** The number itself, or undefined while the box is empty or unreadable. */
  readonly onValueChange?: ((value: number | undefined) => void) | undefined;
}

export function NumberInput({ unit, onValueChange, onChange, className, disabled, ...props }: NumberInputProps) {
  const wiring = useFieldWiring(props);
  const change = (event: ChangeEvent<HTMLInputElement>) => {
    onChange?.(event);
    const value = event.target.valueAsNumber;
    onValueChange?.(Number.isNaN(value) ? undefined : value);
  };
  return (
    <div
      className={cn('control flex h-8 w-full min-w-0 items-center', className)}
      data-invalid={wiring['aria-invalid'] ? 'true' : undefined}
      data-disabled={disabled ? '' : undefined}
    >
      <input
        type="number"
        inputMode="decimal"
        autoComplete="off"
        disabled={disabled}
        // The wheel over a focused number box changes it unseen; scrolling must only scroll.
        onWheel={(event) => event.currentTarget.blur()}
        className="numeric h-full w-full min-w-0 appearance-none bg-transparent px-2.5 text-sm outline-none [-moz-appearance:textfield] disabled:cursor-not-allowed [&::-webkit-inner-spin-button]:appearance-none [&::-webkit-outer-spin-button]:appearance-none"
        {...props}
        {...wiring}
        onChange={change}
      />
      {unit !== undefined && <span className="pointer-events-none shrink-0 select-none pr-2.5 text-subtle text-xs">{unit}</span>}
    </div>
  );
}

'use client';

import type { ReactNode } from 'react';
import { cn } from '#components/class-names.ts';
import { Button, type ButtonProps } from './button.tsx';
import { Tooltip } from './tooltip.tsx';

export interface IconButtonProps extends Omit<ButtonProps, 'children' | 'aria-label' | 'asChild'> {
  /** The name read aloud, and the tooltip. */
  readonly label: string;
  readonly icon: ReactNode;
  readonly side?: 'top' | 'right' | 'bottom' | 'left' | undefined;
  /** Without it only the name remains. */
  readonly tooltip?: boolean | undefined;
}

const SIZE = { sm: 'size-7 px-0', md: 'size-8 px-0', lg: 'size-10 px-0' } as const;

export function IconButton({ label, icon, side, tooltip = true, variant = 'ghost', size, className, ...props }: IconButtonProps) {
  return (
    <Tooltip content={tooltip ? label : undefined} side={side}>
      <Button variant={variant} size={size} aria-label={label} className={cn(SIZE[size ?? 'md'], className)} {...props}>
        {icon}
      </Button>
    </Tooltip>
  );
}

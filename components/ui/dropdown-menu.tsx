'use client';

import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from '#components/class-names.ts';

export interface DropdownMenuProps {
  /** One button; it gets the wiring. */
  readonly trigger: ReactNode;
  readonly align?: 'start' | 'center' | 'end' | undefined;
  readonly side?: 'top' | 'right' | 'bottom' | 'left' | undefined;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

export function DropdownMenu({ trigger, align = 'end', side = 'bottom', className, children }: DropdownMenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className={cn(
            'scroll-quiet z-50 min-w-44 max-w-80 animate-pop-in overflow-y-auto rounded-lg bg-raised p-1 shadow-pop',
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const ITEM =
  'flex select-none items-center gap-2 rounded-md px-2 py-1.5 text-sm outline-none data-[highlighted]:bg-active [&_svg]:size-4 [&_svg]:shrink-0';

export interface DropdownItemProps {
  readonly icon?: ReactNode;
  readonly tone?: 'neutral' | 'danger' | undefined;
  readonly disabled?: boolean | undefined;
  /** A second, quieter line: why it is disabled, say. */
  readonly description?: ReactNode;
  readonly onSelect?: (() => void) | undefined;
  /** The one child, a link say, becomes the item. */
  readonly asChild?: boolean | undefined;
  readonly children: ReactNode;
}

export function DropdownItem({
  icon,
  tone = 'neutral',
  disabled = false,
  description,
  onSelect,
  asChild = false,
  children,
}: DropdownItemProps) {
  // The reason why it is disabled stays readable.
  const dim = disabled ? 'opacity-45' : undefined;
  const look = cn(ITEM, asChild && dim, tone === 'danger' ? 'text-danger data-[highlighted]:bg-danger-soft' : '[&_svg]:text-muted');
  if (asChild) {
    return (
      <Radix.Item asChild disabled={disabled} onSelect={() => onSelect?.()} className={look}>
        {children}
      </Radix.Item>
    );
  }
  return (
    <Radix.Item disabled={disabled} onSelect={() => onSelect?.()} className={look}>
      <span className={cn('contents', dim !== undefined && '[&_svg]:opacity-45')}>{icon}</span>
      <span className="min-w-0 flex-1">
        <span className={cn('block truncate', dim)}>{children}</span>
        {description !== undefined && <span className="block text-muted text-xs">{description}</span>}
      </span>
    </Radix.Item>
  );
}

export function DropdownSeparator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-border" />;
}

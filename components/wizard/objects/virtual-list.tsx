'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { type ComponentProps, type ReactNode, type RefObject, useRef } from 'react';
import { cn } from '#components/class-names.ts';

const ROW_HEIGHT = 32;

export interface VirtualListProps extends Omit<ComponentProps<'div'>, 'children' | 'ref'> {
  readonly count: number;
  readonly keyOf: (index: number) => string;
  readonly row: (index: number) => ReactNode;
  /** Brings a line into view, for the keyboard. */
  readonly scrollTo?: RefObject<((index: number) => void) | null>;
  /** The role of the wrapper of each line: the line itself carries the meaning when it is `presentation`. */
  readonly itemRole: 'presentation' | 'listitem';
}

/** Lines of equal height, of which only those in view exist: thousands stay smooth. */
export function VirtualList({ count, keyOf, row, scrollTo, itemRole, className, ...props }: VirtualListProps) {
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: keyOf,
    overscan: 8,
    paddingStart: 4,
    paddingEnd: 4,
  });
  if (scrollTo !== undefined) scrollTo.current = (index) => virtual.scrollToIndex(index, { align: 'auto' });
  return (
    <div ref={box} className={cn('scroll-quiet absolute inset-0 overflow-y-auto overscroll-contain', className)} {...props}>
      <div role="presentation" className="relative w-full" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => (
          <div
            key={item.key}
            role={itemRole}
            {...(itemRole === 'listitem' ? { 'aria-setsize': count, 'aria-posinset': item.index + 1 } : {})}
            className="absolute inset-x-0 top-0 px-1.5"
            style={{ height: ROW_HEIGHT, transform: `translateY(${item.start}px)` }}
          >
            {row(item.index)}
          </div>
        ))}
      </div>
    </div>
  );
}

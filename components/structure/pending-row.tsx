'use client';

import { useEffect } from 'react';
import { Td } from '#components/ui/data-table.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

export interface PendingRowProps {
  readonly position: number;
  readonly columns: number;
  readonly want: (position: number) => void;
}

/** Who scrolls past a line does not wait for it. */
const PATIENCE_MS = 120;
const WIDTHS = ['w-40', 'w-56', 'w-48', 'w-64', 'w-36'] as const;

/** Holds the place of a line whose page has not come, and asks for it. */
export function PendingRow({ position, columns, want }: PendingRowProps) {
  useEffect(() => {
    const timer = setTimeout(() => want(position), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [position, want]);
  return (
    <tr aria-busy>
      {Array.from({ length: columns }, (_, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: columns have no identity besides their place.
        <Td key={column}>
          <Skeleton className={column === 1 ? WIDTHS[position % WIDTHS.length] : 'w-3/4 max-w-20'} />
        </Td>
      ))}
    </tr>
  );
}

'use client';

import { useState } from 'react';

export interface Sort<Key extends string> {
  readonly key: Key;
  readonly direction: 'asc' | 'desc';
}

/** Which column a table is sorted by. A press on the same column turns it round. */
export function useSort<Key extends string>(initial: Sort<Key>) {
  const [sort, setSort] = useState(initial);
  const head = (key: Key, first: 'asc' | 'desc') =>
    ({
      sort: sort.key === key ? sort.direction : 'none',
      onSort: () => setSort((now) => ({ key, direction: now.key !== key ? first : now.direction === 'asc' ? 'desc' : 'asc' })),
    }) as const;
  return { sort, head } as const;
}

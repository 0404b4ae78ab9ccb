'use client';

import type { ReactNode } from 'react';
import { useFormat, useMessages } from '#components/locale.tsx';
import { SearchInput } from '#components/ui/search-input.tsx';
import { structureMessages } from './messages.ts';

export interface ListBarProps {
  readonly typed: string;
  readonly onType: (text: string) => void;
  readonly placeholder: string;
  readonly shortcut?: boolean | undefined;
  /** Undefined until they are known. */
  readonly matched: number | undefined;
  readonly total: number | undefined;
  /** Choices between the search and the count. */
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

/** Search and choices above a list, and how many they leave. */
export function ListBar({ typed, onType, placeholder, shortcut, matched, total, children, actions }: ListBarProps) {
  const m = useMessages(structureMessages);
  const format = useFormat();
  return (
    <div className="mb-3 flex min-h-8 flex-wrap items-center gap-x-3 gap-y-2">
      <SearchInput shortcut={shortcut} value={typed} onValueChange={onType} placeholder={placeholder} className="sm:w-64" />
      {children}
      <div className="ml-auto flex items-center gap-3">
        <span aria-live="polite" className="numeric text-subtle text-xs">
          {matched !== undefined && total !== undefined && m.count(format.count(matched), format.count(total))}
        </span>
        {actions}
      </div>
    </div>
  );
}

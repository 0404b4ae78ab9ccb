'use client';

import { ToggleGroup } from 'radix-ui';
import { cn } from '#components/class-names.ts';
import { useFormat, useMessages } from '#components/locale.tsx';
import { FILTERS, type Filter, isFilter } from './filter.ts';
import { taskListMessages } from './messages.ts';

export interface StateFilterProps {
  readonly value: Filter;
  readonly onValueChange: (value: Filter) => void;
  readonly counts: Readonly<Record<Filter, number>>;
}

/** One chip a group of states, each with how many tasks are in it. */
export function StateFilter({ value, onValueChange, counts }: StateFilterProps) {
  const m = useMessages(taskListMessages);
  const format = useFormat();
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={m.filter}
      value={value}
      onValueChange={(next) => isFilter(next) && onValueChange(next)}
      className="flex flex-wrap items-center gap-1"
    >
      {FILTERS.map((filter) => (
        <ToggleGroup.Item
          key={filter}
          value={filter}
          className={cn(
            'inline-flex h-7 items-center gap-1.5 rounded-md px-2 font-medium text-muted text-xs transition-colors duration-100 hover:bg-hover hover:text-foreground data-[state=on]:bg-active data-[state=on]:text-foreground',
          )}
        >
          {m.filters[filter]}
          <span className={cn('numeric font-normal', counts[filter] === 0 ? 'text-subtle/70' : 'text-subtle')}>
            {format.count(counts[filter])}
          </span>
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}

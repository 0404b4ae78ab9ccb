'use client';

import { ToggleGroup } from 'radix-ui';
import { useFormat, useMessages } from '#components/locale.tsx';
import { taskListMessages } from './messages.ts';
import { STATE_GROUPS, type StateGroup } from './view.ts';

export interface StateFilterProps {
  readonly chosen: readonly StateGroup[];
  readonly onChange: (states: readonly StateGroup[]) => void;
  readonly counts: Readonly<Record<string, number>>;
}

const CHIP =
  'inline-flex h-7 shrink-0 items-center gap-1.5 rounded-md px-2 font-medium text-muted text-xs transition-colors duration-100 hover:bg-hover hover:text-foreground data-[state=on]:bg-active data-[state=on]:text-foreground';

/** One chip a group of states, each with how many tasks are in it. Several may be on; none is all of them. */
export function StateFilter({ chosen, onChange, counts }: StateFilterProps) {
  const m = useMessages(taskListMessages);
  const format = useFormat();
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const change = (next: readonly string[]): void => {
    if (next.includes('all') && chosen.length > 0) onChange([]);
    else onChange(STATE_GROUPS.filter((state) => next.includes(state)));
  };
  return (
    <ToggleGroup.Root
      type="multiple"
      aria-label={m.filter}
      value={chosen.length === 0 ? ['all'] : [...chosen]}
      onValueChange={change}
      className="-mx-1 flex items-center gap-1 overflow-x-auto px-1 [scrollbar-width:none]"
    >
      {(['all', ...STATE_GROUPS] as const).map((state) => {
        const count = state === 'all' ? all : (counts[state] ?? 0);
        return (
          <ToggleGroup.Item key={state} value={state} className={CHIP}>
            {m.filters[state]}
            <span className="numeric font-normal">{format.count(count)}</span>
          </ToggleGroup.Item>
        );
      })}
    </ToggleGroup.Root>
  );
}

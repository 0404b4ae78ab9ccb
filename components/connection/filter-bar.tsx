'use client';

import { useMessages } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { DataTableFilter } from '#components/ui/data-table-filter.tsx';
import { SearchInput } from '#components/ui/search-input.tsx';
import type { UsedConnection } from '#lib/connection/connections.ts';
import { connectionListMessages } from './list-messages.ts';
import { type ConnectionListView, cleared, isFiltered, NONE, RESULTS, resultOf } from './list-view.ts';
import { connectionMessages } from './messages.ts';

export interface FilterBarProps {
  readonly connections: readonly UsedConnection[];
  readonly view: ConnectionListView;
  readonly onChange: (view: ConnectionListView) => void;
}

/** Search and filters of the list; what no connection has is not offered. */
export function FilterBar({ connections, view, onChange }: FilterBarProps) {
  const m = useMessages(connectionListMessages);
  const words = useMessages(connectionMessages);
  const set = (part: Partial<ConnectionListView>) => onChange({ ...view, ...part });
  const types = counted(connections.map(({ endpoint }) => endpoint.type ?? 'postgresql'));
  const regions = counted(connections.map(({ region }) => region ?? NONE));
  const tags = counted(connections.flatMap((each) => (each.tags.length === 0 ? [NONE] : each.tags)));
  const modes = counted(connections.map(({ endpoint }) => endpoint.tls?.mode ?? 'disable'));
  const results = counted(connections.map(resultOf));
  const named = ([value, count]: readonly [string, number], none: string) => ({
    value,
    label: value === NONE ? none : value,
    count: String(count),
  });
  return (
    <div className="mb-4 flex flex-wrap items-center gap-2">
      <SearchInput
        value={view.search}
        onValueChange={(search) => set({ search })}
        placeholder={m.search}
        shortcut
        className="basis-full sm:max-w-xs sm:basis-64"
      />
      <DataTableFilter
        label={m.filters.type}
        options={types.map(([value, count]) => ({ value, label: words.typeNames[value], count: String(count) }))}
        chosen={view.types}
        onChange={(chosen) => set({ types: chosen })}
        clearLabel={m.filters.clear}
      />
      <DataTableFilter
        label={m.filters.region}
        options={regions.map((each) => named(each, m.filters.noRegion))}
        chosen={view.regions}
        onChange={(chosen) => set({ regions: chosen })}
        clearLabel={m.filters.clear}
      />
      <DataTableFilter
        label={m.filters.tag}
        options={tags.map((each) => named(each, m.filters.noTag))}
        chosen={view.tags}
        onChange={(chosen) => set({ tags: chosen })}
        clearLabel={m.filters.clear}
      />
      <DataTableFilter
        label={m.filters.tls}
        options={modes.map(([value, count]) => ({ value, label: words.tlsNames[value], count: String(count) }))}
        chosen={view.modes}
        onChange={(chosen) => set({ modes: chosen })}
        clearLabel={m.filters.clear}
      />
      <DataTableFilter
        label={m.filters.test}
        options={RESULTS.map((value) => ({
          value,
          label: m.results[value],
          count: String(results.find(([found]) => found === value)?.[1] ?? 0),
        }))}
        chosen={view.results}
        onChange={(chosen) => set({ results: chosen })}
        clearLabel={m.filters.clear}
      />
      {isFiltered(view) && (
        <Button variant="ghost" size="sm" onClick={() => onChange(cleared(view))}>
          {m.filters.clearAll}
        </Button>
      )}
    </div>
  );
}

/** Each value once with how often it is there, by name; the one for "none" last. */
function counted<T extends string>(values: readonly T[]): readonly (readonly [T, number])[] {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => Number(a === NONE) - Number(b === NONE) || a.localeCompare(b));
}

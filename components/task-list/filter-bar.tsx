'use client';

import { connectionMessages } from '#components/connection/messages.ts';
import { labelMessages } from '#components/label/messages.ts';
import { TagBadge } from '#components/label/tag-badge.tsx';
import { useLabelName } from '#components/label/use-label-name.ts';
import { useFormat, useMessages } from '#components/locale.tsx';
import { DataTableFilter } from '#components/ui/data-table-filter.tsx';
import { SearchInput } from '#components/ui/search-input.tsx';
import type { Labels } from '#lib/label/view.ts';
import type { Arranged } from './arrange.ts';
import { taskListMessages } from './messages.ts';
import { StateFilter } from './state-filter.tsx';
import { DESTINATION_TYPES, type ListView, NO_TAG, SOURCE_TYPES } from './view.ts';

export interface FilterBarProps {
  readonly view: ListView;
  readonly onChange: (view: ListView) => void;
  readonly counts: Arranged['counts'];
  readonly labels: Labels;
}

export function FilterBar({ view, onChange, counts, labels }: FilterBarProps) {
  const m = useMessages(taskListMessages);
  const words = useMessages(labelMessages);
  const { typeNames } = useMessages(connectionMessages);
  const format = useFormat();
  const nameOf = useLabelName();
  const set = (part: Partial<ListView>) => onChange({ ...view, ...part });
  const clearLabel = m.clearFilter;
  return (
    <div className="mb-3 flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <SearchInput
          shortcut
          value={view.search}
          onValueChange={(search) => set({ search })}
          placeholder={m.search}
          className="w-full sm:w-80"
        />
        <DataTableFilter
          label={m.source}
          clearLabel={clearLabel}
          chosen={view.sources}
          onChange={(sources) => set({ sources })}
          options={SOURCE_TYPES.map((value) => ({ value, label: typeNames[value], count: format.count(counts.sources[value] ?? 0) }))}
        />
        <DataTableFilter
          label={m.destination}
          clearLabel={clearLabel}
          chosen={view.destinations}
          onChange={(destinations) => set({ destinations })}
          options={DESTINATION_TYPES.map((value) => ({
            value,
            label: typeNames[value],
            count: format.count(counts.destinations[value] ?? 0),
          }))}
        />
        <DataTableFilter
          label={m.columns.tag}
          clearLabel={clearLabel}
          chosen={view.tags}
          onChange={(tags) => set({ tags })}
          options={[
            ...labels.tags.map((tag) => ({
              value: tag.id,
              label: nameOf(tag),
              face: <TagBadge tag={tag} />,
              count: format.count(counts.tags[tag.id] ?? 0),
            })),
            { value: NO_TAG, label: words.noTag, count: format.count(counts.tags[NO_TAG] ?? 0) },
          ]}
        />
        <DataTableFilter
          label={m.columns.group}
          clearLabel={clearLabel}
          chosen={view.groups}
          onChange={(groups) => set({ groups })}
          options={labels.groups.map((group) => ({
            value: group.id,
            label: nameOf(group),
            count: format.count(counts.groups[group.id] ?? 0),
          }))}
        />
      </div>
      <StateFilter chosen={view.states} onChange={(states) => set({ states })} counts={counts.states} />
    </div>
  );
}

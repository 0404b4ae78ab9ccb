'use client';

import { useDeferredValue, useMemo, useState } from 'react';
import { isWhole } from '#engine/plan/select.ts';
import { useContents, useEventTriggers, useSchemas } from './browse.ts';
import { filterSelected, type SelectedRow, selectedRows } from './selected-rows.ts';
import type { Selection } from './selection.ts';

/** The lines of what is selected, and what decides which there are. */
export function useSelectedRows({ objects, eventTriggers }: Pick<Selection, 'objects' | 'eventTriggers'>) {
  const schemas = useSchemas().data ?? null;
  const triggers = useEventTriggers().data ?? null;
  const [turned, setTurned] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [search, setSearch] = useState('');
  const [editedOnly, setEditedOnly] = useState(false);
  const wanted = useDeferredValue(search);
  const looking = wanted.trim() !== '' || editedOnly;

  // Lists are shown from the start, whole schemas only when asked for; what is looked for may be in any list.
  const opened = objects
    .filter((object) => (looking && !isWhole(object)) || (turned.get(object.schema) ?? !isWhole(object)))
    .map(({ schema }) => schema);
  const names = JSON.stringify(opened);
  const open: ReadonlySet<string> = useMemo(() => new Set(JSON.parse(names) as string[]), [names]);
  const read = useMemo(() => [...open], [open]);
  const contents = useContents(read);
  const all = useMemo(
    () =>
      selectedRows({
        objects,
        schemas,
        contents,
        eventTriggers: { names: triggers, chosen: eventTriggers },
        isOpen: ({ schema }) => open.has(schema),
      }),
    [objects, schemas, contents, triggers, eventTriggers, open],
  );
  const rows = useMemo(() => filterSelected(all, { search: wanted, editedOnly }), [all, wanted, editedOnly]);
  return {
    rows,
    schemas,
    search,
    setSearch,
    editedOnly,
    setEditedOnly,
    setOpen: (changed: readonly SelectedRow[], to: boolean) => {
      const heads = changed.flatMap((row) => (row.kind === 'schema' ? [row.selection.schema] : []));
      setTurned((before) => new Map([...before, ...heads.map((schema) => [schema, to] as const)]));
    },
  };
}

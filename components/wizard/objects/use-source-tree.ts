'use client';

import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { isWhole } from '#engine/plan/select.ts';
import type { SchemaSummary } from '#engine/schema/table.ts';
import { useContents, useEventTriggers, useFound, useSchemas } from './browse.ts';
import type { Selection } from './selection.ts';
import { type SourceRow, schemaRowId, sourceRows } from './source-rows.ts';

const NONE: readonly never[] = [];
const SEARCH_AFTER_MS = 200;
/** Schemas with what was found are opened until so much is shown; the others say how much they have. */
const SHOWN_AT_ONCE = 300;

/** The lines of the source tree, and what decides which there are. */
export function useSourceTree({ objects, eventTriggers }: Pick<Selection, 'objects' | 'eventTriggers'>) {
  const schemas = useSchemas();
  const [search, setSearch] = useState('');
  const [selectedOnly, setSelectedOnly] = useState(false);
  const [opened, setOpened] = useState<ReadonlyMap<string, boolean>>(new Map());
  const wanted = useSettled(search.trim());
  const searching = search.trim() !== '';
  const found = useFound(wanted);
  // Of the search before this one until its own answer is there: nothing jumps away and comes again.
  const hits = useMemo(() => new Map(found.data?.map((each) => [each.schema, each.found])), [found.data]);

  const all: readonly SchemaSummary[] = schemas.data ?? NONE;
  const triggers = useEventTriggers().data ?? NONE;
  // Until someone opens or closes: a schema that stands alone, and those of which only a part is selected.
  const [first] = useState(objects);
  const turned = useMemo(() => {
    const partly = first.filter((object) => !isWhole(object)).map(({ schema }) => schema);
    const atFirst = all.length === 1 ? all.map(({ name }) => name) : partly;
    return new Map([...atFirst.map((name) => [schemaRowId(name), true] as const), ...opened]);
  }, [opened, all, first]);
  const [openedHits, setOpenedHits] = useState<ReadonlyMap<string, boolean>>(new Map());
  const openHits = useMemo(() => {
    let shown = 0;
    return new Set(
      all
        .filter(({ name }) => {
          shown += hits.get(name) ?? 0;
          return hits.has(name) && (openedHits.get(name) ?? shown <= SHOWN_AT_ONCE);
        })
        .map(({ name }) => name),
    );
  }, [all, hits, openedHits]);
  const read = useMemo(
    () => all.filter(({ name }) => (searching ? openHits.has(name) : turned.get(schemaRowId(name)) === true)).map(({ name }) => name),
    [all, searching, openHits, turned],
  );
  const contents = useContents(read);
  // What is selected may be told a moment later than what is ticked: a tree of thousands of lines must not hold the key up.
  const shownSearch = useDeferredValue(search);
  const rows = useMemo(
    () =>
      sourceRows({
        schemas: all,
        contents,
        objects,
        eventTriggers: { names: triggers, chosen: eventTriggers },
        turned,
        search: shownSearch,
        hits,
        openHits,
        selectedOnly,
      }),
    [all, contents, objects, triggers, eventTriggers, turned, shownSearch, hits, openHits, selectedOnly],
  );

  const changeSearch = (next: string) => {
    setSearch(next);
    setOpenedHits(new Map());
  };
  return {
    schemas,
    all,
    rows,
    contents,
    search,
    setSearch: changeSearch,
    selectedOnly,
    setSelectedOnly,
    searching,
    /** The source has not said yet what it has of the name. */
    asking: searching && (search.trim() !== wanted || found.isFetching),
    found: found.data?.reduce((sum, each) => sum + each.found, 0) ?? 0,
    searchError: searching && !found.isFetching ? found.error : null,
    searchAgain: () => void found.refetch(),
    setOpen: (changed: readonly SourceRow[], to: boolean) => {
      if (!searching) setOpened((before) => new Map([...before, ...changed.map(({ id }) => [id, to] as const)]));
      else {
        const names = changed.flatMap((row) => (row.kind === 'schema' ? [row.schema.name] : []));
        setOpenedHits((before) => new Map([...before, ...names.map((name) => [name, to] as const)]));
        const others = changed.filter(({ kind }) => kind !== 'schema');
        setOpened((before) => new Map([...before, ...others.map(({ id }) => [id, to] as const)]));
      }
    },
    openAll: (to: boolean) => {
      if (searching) setOpenedHits(new Map(all.map(({ name }) => [name, to])));
      else setOpened((before) => new Map([...before, ...all.map(({ name }) => [schemaRowId(name), to] as const)]));
    },
  };
}

/** A value once it has stayed the same for a moment. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), value === '' ? 0 : SEARCH_AFTER_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

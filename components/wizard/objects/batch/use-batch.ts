'use client';

import { useMemo, useState } from 'react';
import { contentsOf, isWhole } from '#engine/plan/select.ts';
import type { TableId } from '#engine/schema/table.ts';
import type { NameCase, SchemaSelection } from '#engine/task/config.ts';
import { type Loaded, useContents } from '../browse.ts';
import { becomeLists, withNames } from './apply.ts';
import { finalName, givenName, judgeNames, type NameEdits, nameRows } from './names.ts';
import { begin, redone, typed, undone, withEdits, withObjects } from './state.ts';

const NO_EDITS: NameEdits = new Map();

/** The selection while many names of it are edited: nothing reaches the task before it is applied. */
export function useBatch(
  original: readonly SchemaSelection[],
  { policy, limited }: { readonly policy: NameCase; readonly limited: boolean },
) {
  const [first] = useState(original);
  const [history, setHistory] = useState(() => begin(first));
  const { objects, edits } = history.now;
  const wholeNames = JSON.stringify([...first, ...objects].filter(isWhole).map(({ schema }) => schema));
  const whole: readonly string[] = useMemo(() => [...new Set(JSON.parse(wholeNames) as string[])], [wholeNames]);
  const contents = useContents(whole);
  const rows = useMemo(() => nameRows(objects, tablesIn(contents)), [objects, contents]);
  const before = useMemo(() => {
    const firstRows = nameRows(first, tablesIn(contents));
    return new Map(firstRows.map((row) => [row.id, { given: row.given, name: finalName(row, NO_EDITS, policy) }]));
  }, [first, contents, policy]);
  const changed = useMemo(() => {
    const names = new Map<TableId, string>();
    for (const row of rows) {
      const was = before.get(row.id);
      if (was !== undefined && givenName(row, edits) !== was.given) names.set(row.id, was.name);
    }
    return names;
  }, [rows, edits, before]);
  const judged = useMemo(() => judgeNames(rows, edits, { policy, limited }), [rows, edits, policy, limited]);
  const unread = whole.filter((schema) => contents.get(schema)?.state === 'loading').length;
  const failed = whole.flatMap((schema) => {
    const loaded = contents.get(schema);
    return loaded?.state === 'failed' ? [{ schema, retry: loaded.retry }] : [];
  });

  return {
    rows,
    edits,
    changed,
    judged,
    unread,
    failed,
    /** The same of another selection, as somebody wrote it. */
    judgeOther: (other: readonly SchemaSelection[]) => judgeNames(nameRows(other, tablesIn(contents)), NO_EDITS, { policy, limited }),
    lists: useMemo(() => becomeLists(rows, edits), [rows, edits]),
    type: (id: TableId, name: string) => setHistory((now) => typed(now, id, name)),
    setEdits: (next: NameEdits) => setHistory((now) => withEdits(now, next)),
    /** The whole selection, as somebody wrote it. */
    setObjects: (next: readonly SchemaSelection[]) => setHistory((now) => withObjects(now, next)),
    undo: history.past.length === 0 ? null : () => setHistory(undone),
    redo: history.future.length === 0 ? null : () => setHistory(redone),
    isChanged: objects !== first || changed.size > 0,
    /** The selection with everything that was done to it. */
    result: (): SchemaSelection[] =>
      withNames(objects, { rows, edits }, (schema) => {
        const loaded = contents.get(schema);
        return loaded?.state === 'loaded' ? contentsOf(loaded.tables, loaded.objects) : undefined;
      }),
  };
}

export type Batch = ReturnType<typeof useBatch>;

function tablesIn(contents: ReadonlyMap<string, Loaded>) {
  return (schema: string): readonly string[] | undefined => {
    const loaded = contents.get(schema);
    return loaded?.state === 'loaded' ? contentsOf(loaded.tables, []).tables : undefined;
  };
}

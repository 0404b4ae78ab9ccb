'use client';

import { ListChecks } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { useFormat, useMessages } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { countSelected, isWhole } from '#engine/plan/select.ts';
import type { SchemaSelection, TableSelection } from '#engine/task/config.ts';
import { useDraft } from '../draft.tsx';
import { useContents, useEventTriggers, useSchemas } from './browse.ts';
import { objectsMessages } from './messages.ts';
import { Panel } from './panel.tsx';
import { SchemaDialog } from './schema-dialog.tsx';
import { type SelectedActions, SelectedLine } from './selected-line.tsx';
import { selectedRows } from './selected-rows.ts';
import type { Place, Selection } from './selection.ts';
import { TableDialog } from './table/table-dialog.tsx';
import { VirtualList } from './virtual-list.tsx';

type Editing =
  | { readonly kind: 'schema'; readonly selection: SchemaSelection }
  | { readonly kind: 'table'; readonly place: Place; readonly table: TableSelection };

/** What was chosen, and what is set for it. */
export function SelectedList({ selection }: { readonly selection: Selection }) {
  const { selected: m, source } = useMessages(objectsMessages);
  const format = useFormat();
  const { types } = useDraft().draft;
  const { objects, eventTriggers } = selection;
  const schemas = useSchemas().data ?? null;
  const triggers = useEventTriggers().data ?? null;
  const [turned, setTurned] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [editing, setEditing] = useState<Editing | null>(null);

  // Lists are shown from the start, whole schemas only when asked for.
  const opened = objects.filter((object) => turned.get(object.schema) ?? !isWhole(object)).map(({ schema }) => schema);
  const names = JSON.stringify(opened);
  const open: readonly string[] = useMemo(() => JSON.parse(names), [names]);
  const contents = useContents(open);
  const rows = useMemo(
    () =>
      selectedRows({
        objects,
        schemas,
        contents,
        eventTriggers: { names: triggers, chosen: eventTriggers },
        isOpen: ({ schema }) => open.includes(schema),
      }),
    [objects, schemas, contents, triggers, eventTriggers, open],
  );
  const nothing = objects.length === 0 && eventTriggers.length === 0;
  const count = countSelected(objects, (schema) => schemas?.find(({ name }) => name === schema)?.tableCount);

  const note = [
    m.schemas(count.schemas, format.count(count.schemas)),
    ...(count.tables === null ? [] : [source.tables(count.tables, format.count(count.tables))]),
    ...(count.others === 0 ? [] : [m.others(count.others, format.count(count.others))]),
  ].join(m.separator);

  const acts = useRef<SelectedActions>({ open: () => {}, edit: () => {}, remove: () => {} });
  acts.current = {
    open: (row) => {
      if (row.kind === 'schema') setTurned(new Map(turned).set(row.selection.schema, !row.open));
    },
    edit: (row) => {
      if (row.kind === 'schema') setEditing({ kind: 'schema', selection: row.selection });
      if (row.kind === 'table') setEditing({ kind: 'table', place: row, table: row.table });
    },
    remove: (row) => {
      if (row.kind === 'schema') selection.removeSchema(row.selection.schema);
      if (row.kind === 'table') selection.removeTable(row, row.table.name);
      if (row.kind === 'other') selection.removeOther(row, row.other);
      if (row.kind === 'event') selection.setEventTriggers([row.name], false);
    },
  };
  const [on] = useState<SelectedActions>(() => ({
    open: (row) => acts.current.open(row),
    edit: (row) => acts.current.edit(row),
    remove: (row) => acts.current.remove(row),
  }));
  const line = (index: number) => {
    const row = rows[index];
    return row === undefined ? null : <SelectedLine row={row} on={on} />;
  };

  return (
    <Panel
      title={m.title}
      note={objects.length > 0 && note}
      actions={
        !nothing && (
          <Button size="sm" variant="ghost" onClick={selection.removeAll}>
            {m.removeAll}
          </Button>
        )
      }
      foot={
        !types.includes('schema') &&
        count.others + eventTriggers.length > 0 && (
          <p role="status" className="shrink-0 border-t px-4 py-2 text-muted text-xs">
            {m.onlyTables}
          </p>
        )
      }
    >
      {nothing ? (
        <EmptyState icon={<ListChecks />} title={m.empty} text={m.emptyText} className="h-full" />
      ) : (
        <VirtualList
          role="list"
          aria-label={m.title}
          itemRole="listitem"
          count={rows.length}
          keyOf={(index) => rows[index]?.id ?? String(index)}
          row={line}
        />
      )}
      {editing?.kind === 'schema' && (
        <SchemaDialog
          selection={editing.selection}
          onClose={() => setEditing(null)}
          onSave={(edited) => selection.saveSchema(editing.selection.schema, edited)}
        />
      )}
      {editing?.kind === 'table' && (
        <TableDialog
          schema={editing.place.schema}
          table={editing.table}
          whole={objects.some((object) => object.schema === editing.place.schema && isWhole(object))}
          tables={editing.place.held.tables}
          onClose={() => setEditing(null)}
          onSave={(edited) => selection.saveTable(editing.place, edited)}
        />
      )}
    </Panel>
  );
}

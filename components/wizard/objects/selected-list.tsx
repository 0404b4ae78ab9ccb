'use client';

import { ListChecks } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { useFormat, useMessages } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { countSelected } from '#engine/plan/select.ts';
import type { TableSummary } from '#engine/schema/table.ts';
import type { SchemaSelection, TableSelection } from '#engine/task/config.ts';
import { useSchemas, useTables } from './browse.ts';
import { objectsMessages } from './messages.ts';
import { Panel } from './panel.tsx';
import { SchemaDialog } from './schema-dialog.tsx';
import { type SelectedActions, SelectedLine } from './selected-line.tsx';
import { selectedRows } from './selected-rows.ts';
import type { Selection } from './selection.ts';
import { TableDialog } from './table/table-dialog.tsx';
import { VirtualList } from './virtual-list.tsx';

type Editing =
  | { readonly kind: 'schema'; readonly selection: SchemaSelection }
  | { readonly kind: 'table'; readonly schema: string; readonly table: TableSelection; readonly tables: readonly TableSummary[] };

/** What was chosen, and what is set for it. */
export function SelectedList({ selection }: { readonly selection: Selection }) {
  const m = useMessages(objectsMessages).selected;
  const format = useFormat();
  const { objects } = selection;
  const schemas = useSchemas().data ?? null;
  const [turned, setTurned] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [editing, setEditing] = useState<Editing | null>(null);

  // Lists are shown from the start, whole schemas only when asked for.
  const opened = objects.filter(({ schema, tables }) => turned.get(schema) ?? tables !== undefined).map(({ schema }) => schema);
  const names = JSON.stringify(opened);
  const open: readonly string[] = useMemo(() => JSON.parse(names), [names]);
  const tables = useTables(open);
  const rows = useMemo(
    () => selectedRows({ objects, schemas, tables, isOpen: ({ schema }) => open.includes(schema) }),
    [objects, schemas, tables, open],
  );
  const count = countSelected(objects, (schema) => schemas?.find(({ name }) => name === schema)?.tableCount);

  const acts = useRef<SelectedActions>({ open: () => {}, edit: () => {}, remove: () => {} });
  acts.current = {
    open: (row) => {
      if (row.kind === 'schema') setTurned(new Map(turned).set(row.selection.schema, !row.open));
    },
    edit: (row) => {
      if (row.kind === 'schema') setEditing({ kind: 'schema', selection: row.selection });
      if (row.kind === 'table') setEditing({ kind: 'table', schema: row.schema, table: row.table, tables: row.tables });
    },
    remove: (row) => {
      if (row.kind === 'schema') selection.removeSchema(row.selection.schema);
      if (row.kind === 'table') selection.removeTable(row.schema, row.table.name, row.tables);
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
      note={objects.length > 0 && m.count(count.schemas, count.tables, format.count(count.tables))}
      actions={
        objects.length > 0 && (
          <Button size="sm" variant="ghost" onClick={selection.removeAll}>
            {m.removeAll}
          </Button>
        )
      }
    >
      {objects.length === 0 ? (
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
          onSave={(as) => selection.renameSchema(editing.selection.schema, as)}
        />
      )}
      {editing?.kind === 'table' && (
        <TableDialog
          schema={editing.schema}
          table={editing.table}
          whole={objects.find(({ schema }) => schema === editing.schema)?.tables === undefined}
          tables={editing.tables}
          onClose={() => setEditing(null)}
          onSave={(edited) => selection.saveTable(editing.schema, edited, editing.tables)}
        />
      )}
    </Panel>
  );
}

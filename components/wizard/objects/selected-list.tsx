'use client';

import { ListChecks } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { useFormat, useMessages } from '#components/locale.tsx';
import { useKindWords } from '#components/task/kind.tsx';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { SearchInput } from '#components/ui/search-input.tsx';
import { countSelected, isEdited, isWhole } from '#engine/plan/select.ts';
import type { SchemaSelection, TableSelection } from '#engine/task/config.ts';
import { useDraft } from '../draft.tsx';
import { stepsOf } from '../steps.ts';
import { BatchDialog } from './batch/batch-dialog.tsx';
import { batchMessages } from './batch/messages.ts';
import { isFollowed, useFollowed } from './followed.ts';
import { below, type MenuAt } from './line-menu.tsx';
import { objectsMessages } from './messages.ts';
import { Panel } from './panel.tsx';
import { SchemaDialog } from './schema-dialog.tsx';
import type { SelectedActions } from './selected-frame.tsx';
import { SelectedLine } from './selected-line.tsx';
import { SelectedMenu } from './selected-menu.tsx';
import { levelOf, nameOfSelected, type SelectedRow } from './selected-rows.ts';
import type { Place, Selection } from './selection.ts';
import type { Section } from './table/section.tsx';
import { TableDialog } from './table/table-dialog.tsx';
import { type TreeLine, type TreeMoves, type Typed, treeKey } from './tree-keys.ts';
import { useSelectedRows } from './use-selected-rows.ts';
import { VirtualList } from './virtual-list.tsx';

type Editing =
  | { readonly kind: 'schema'; readonly selection: SchemaSelection; readonly section: Section }
  | { readonly kind: 'table'; readonly place: Place; readonly table: TableSelection; readonly section: Section };

/** What was chosen, and what is set for it. */
export function SelectedList({ selection }: { readonly selection: Selection }) {
  const { selected: m, source } = useMessages(objectsMessages);
  const { steps } = useKindWords();
  const batch = useMessages(batchMessages);
  const format = useFormat();
  const { task, draft } = useDraft();
  const { objects, eventTriggers } = selection;
  const followed = useFollowed();
  const list = useSelectedRows(selection);
  const { rows, schemas } = list;
  const [active, setActive] = useState<string | null>(null);
  const [menu, setMenu] = useState<MenuAt<SelectedRow> | null>(null);
  const [editing, setEditing] = useState<Editing | null>(null);
  const [batching, setBatching] = useState(false);
  const domId = useId();
  const treeId = `${domId}tree`;
  const scrollTo = useRef<((index: number) => void) | null>(null);
  const typed = useRef<Typed>({ letters: '', until: 0 });
  const focusTree = () => document.getElementById(treeId)?.focus();
  const named = followed?.added ?? objects;
  const nothing = objects.length === 0 && eventTriggers.length === 0;
  const count = countSelected(objects, (schema) => schemas?.find(({ name }) => name === schema)?.tableCount);
  const at = Math.max(
    0,
    rows.findIndex(({ id }) => id === active),
  );

  const note = [
    m.schemas(count.schemas, format.count(count.schemas)),
    ...(count.tables === null ? [] : [source.tables(count.tables, format.count(count.tables))]),
    ...(count.others === 0 ? [] : [m.others(count.others, format.count(count.others))]),
  ].join(m.separator);

  const edit = (row: SelectedRow, section: Section) => {
    if (isFollowed(row, followed)) return;
    if (row.kind === 'schema') setEditing({ kind: 'schema', selection: row.selection, section });
    if (row.kind === 'table' && !row.gone) setEditing({ kind: 'table', place: row, table: row.table, section });
  };
  const remove = (row: SelectedRow) => {
    if (followed !== null && row.kind !== 'table' && row.kind !== 'schema') return;
    // The keyboard stays where it was: at the line that comes to stand there.
    const next = rows[rows.indexOf(row) + 1] ?? rows[rows.indexOf(row) - 1];
    if (row.id === rows[at]?.id) setActive(next?.id ?? null);
    removeRow(row, selection);
  };
  const reset = (row: SelectedRow) => {
    if (row.kind === 'schema') selection.saveSchema(row.selection.schema, { as: '', operations: undefined });
    if (row.kind !== 'table') return;
    selection.saveModel({ schema: row.schema, name: row.table.name }, null);
    if (isEdited(row.table)) selection.saveTable(row, { name: row.table.name });
  };
  const act = (index: number, does: (row: SelectedRow) => void) => {
    const row = rows[index];
    if (row !== undefined) does(row);
  };
  const moves: TreeMoves = {
    goTo: (index) => {
      setActive(rows[index]?.id ?? null);
      scrollTo.current?.(index);
    },
    open: (indexes, to) =>
      list.setOpen(
        indexes.flatMap((index) => rows[index] ?? []),
        to,
      ),
    space: (index) => act(index, (row) => row.kind === 'schema' && list.setOpen([row], !row.open)),
    enter: (index) => act(index, (row) => (row.kind === 'failed' ? row.retry() : edit(row, 'name'))),
    remove: (index) => act(index, remove),
    menu: (index) => act(index, (row) => nameOfSelected(row) !== '' && setMenu({ row, ...below(`${domId}${index}`) })),
  };
  const acts = useRef<SelectedActions>(NO_ACTIONS);
  acts.current = {
    activate: (row) => setActive(row.id),
    open: (row) => row.kind === 'schema' && list.setOpen([row], !row.open),
    edit: (row) => edit(row, 'name'),
    remove,
    menu: (row, place) => setMenu({ row, ...place }),
  };
  const [on] = useState<SelectedActions>(() => ({
    activate: (row) => acts.current.activate(row),
    open: (row) => acts.current.open(row),
    edit: (row) => acts.current.edit(row),
    remove: (row) => acts.current.remove(row),
    menu: (row, place) => acts.current.menu(row, place),
  }));
  const line = (index: number) => {
    const row = rows[index];
    return row === undefined ? null : <SelectedLine row={row} domId={`${domId}${index}`} active={index === at} on={on} />;
  };

  return (
    <Panel
      title={m.title}
      note={objects.length > 0 && note}
      actions={
        !nothing && (
          <span className="flex gap-1">
            <Button size="sm" variant="ghost" onClick={() => setBatching(true)} disabled={named.length === 0}>
              {batch.open}
            </Button>
            {followed === null && (
              <Button size="sm" variant="ghost" onClick={selection.removeAll}>
                {m.removeAll}
              </Button>
            )}
          </span>
        )
      }
      bar={
        !nothing && (
          <div className="flex shrink-0 items-center gap-3 border-b py-2 pr-3 pl-2">
            <SearchInput value={list.search} onValueChange={list.setSearch} placeholder={m.search} className="min-w-0 flex-1" />
            <Checkbox label={m.editedOnly} checked={list.editedOnly} onCheckedChange={list.setEditedOnly} className="shrink-0" />
          </div>
        )
      }
      foot={
        !draft.types.includes('schema') &&
        count.others + eventTriggers.length > 0 && (
          <p role="status" className="shrink-0 border-t px-4 py-2 text-muted text-xs">
            {m.onlyTables(steps.schema)}
          </p>
        )
      }
    >
      {nothing ? (
        <EmptyState icon={<ListChecks />} title={m.empty} text={m.emptyText} className="h-full" />
      ) : rows.length === 0 ? (
        <p className="px-6 py-12 text-center text-muted text-sm">{m.nothing}</p>
      ) : (
        <VirtualList
          id={treeId}
          role="tree"
          tabIndex={0}
          aria-label={`${m.title}. ${m.help}`}
          aria-activedescendant={`${domId}${at}`}
          onKeyDown={(event) =>
            treeKey(event, { count: rows.length, at, line: (index) => treeLine(rows[index]), moves, typed: typed.current })
          }
          onContextMenu={(event) => event.preventDefault()}
          itemRole="presentation"
          className="group/tree outline-none"
          count={rows.length}
          keyOf={(index) => rows[index]?.id ?? String(index)}
          row={line}
          scrollTo={scrollTo}
        />
      )}
      <SelectedMenu
        at={menu}
        onClose={() => setMenu(null)}
        focusHome={focusTree}
        edit={edit}
        open={(row) => row.kind === 'schema' && list.setOpen([row], !row.open)}
        reset={reset}
        remove={remove}
        follows={draft.types.includes('incremental')}
        hasParameters={stepsOf(draft, task).includes('fields')}
      />
      {editing?.kind === 'schema' && (
        <SchemaDialog
          selection={editing.selection}
          section={editing.section}
          onClose={() => setEditing(null)}
          onSave={(edited) => selection.saveSchema(editing.selection.schema, edited)}
        />
      )}
      {editing?.kind === 'table' && (
        <TableDialog
          schema={editing.place.schema}
          table={editing.table}
          section={editing.section}
          whole={objects.some((object) => object.schema === editing.place.schema && isWhole(object))}
          tables={editing.place.held.tables}
          onClose={() => setEditing(null)}
          onSave={(edited) => selection.saveTable(editing.place, edited)}
          onSaveModel={(model) => selection.saveModel({ schema: editing.place.schema, name: editing.table.name }, model)}
        />
      )}
      {batching && <BatchDialog objects={named} onApply={followed?.setAdded ?? selection.setObjects} onClose={() => setBatching(false)} />}
    </Panel>
  );
}

const NO_ACTIONS: SelectedActions = { activate: () => {}, open: () => {}, edit: () => {}, remove: () => {}, menu: () => {} };

function removeRow(row: SelectedRow, selection: Selection): void {
  if (row.kind === 'schema') selection.removeSchema(row.selection.schema);
  if (row.kind === 'table') selection.removeTable(row, row.table.name);
  if (row.kind === 'other') selection.removeOther(row, row.other);
  if (row.kind === 'event') selection.setEventTriggers([row.name], false);
}

function treeLine(row: SelectedRow | undefined): TreeLine | undefined {
  if (row === undefined) return undefined;
  return { id: row.id, level: levelOf(row), open: row.kind === 'schema' ? row.open : undefined, label: nameOfSelected(row) };
}

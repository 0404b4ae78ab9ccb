import type { ColumnSummary } from '#engine/engine.ts';
import { readType, typeNamed } from '#engine/schema/typename.ts';
import type { ColumnSelection, TableSelection } from '#engine/task/config.ts';
import type { Text } from '#engine/text.ts';

/** One column as it is edited: carried or not, under which name, of which type. */
export interface ColumnEdit {
  readonly name: string;
  readonly type: string;
  readonly key: boolean;
  readonly carried: boolean;
  /** As typed; empty means its own name. */
  readonly as: string;
  /** As typed; empty means that of the source. */
  readonly typeAs: string;
}

/** `typed`: the destination takes other types; into another one, types that were chosen before go with the next edit. */
export function columnEdits(columns: readonly ColumnSummary[], chosen: TableSelection['columns'], typed = true): readonly ColumnEdit[] {
  return columns.map(({ name, type, key }) => {
    const selection = chosen?.find((column) => column.name === name);
    return {
      name,
      type,
      key,
      carried: key || chosen === undefined || selection !== undefined,
      as: selection?.as ?? '',
      typeAs: typed ? (selection?.type ?? '') : '',
    };
  });
}

/** Absent when all columns go over under their own names, as they are: then later ones do as well. */
export function chosenColumns(edits: readonly ColumnEdit[]): readonly ColumnSelection[] | undefined {
  if (edits.every((column) => column.carried && nameOf(column) === column.name && typeOf(column) === null)) return undefined;
  return edits
    .filter((column) => column.carried)
    .map((column) => {
      const type = typeOf(column);
      return { name: column.name, ...(nameOf(column) === column.name ? {} : { as: nameOf(column) }), ...(type === null ? {} : { type }) };
    });
}

/** The type given to a column, by the server's own name for it; null: that of the source, or none at all. */
export function typeOf({ type, typeAs }: ColumnEdit): string | null {
  const given = typeNamed(typeAs);
  return given === type ? null : given;
}

/** What is wrong with the type that was typed; null: nothing. */
export function typeFault({ carried, typeAs }: ColumnEdit): Text | null {
  if (!carried || typeAs.trim() === '') return null;
  const read = readType(typeAs);
  return read.ok ? null : read.reason;
}

/** The names at the destination that two carried columns share. */
export function sharedNames(edits: readonly ColumnEdit[]): ReadonlySet<string> {
  const names = edits.filter((column) => column.carried).map(nameOf);
  return new Set(names.filter((name, index) => names.indexOf(name) !== index));
}

export function nameOf(column: ColumnEdit): string {
  return column.as === '' ? column.name : column.as;
}

/** The selection to save; what is not set is left out. `columns` null: they were not read, so they stay as they are. */
export function editedTable(
  table: TableSelection,
  edit: {
    readonly as: string;
    readonly where: string;
    readonly columns: readonly ColumnEdit[] | null;
    readonly operations: TableSelection['operations'];
  },
): TableSelection {
  const columns = edit.columns === null ? table.columns : chosenColumns(edit.columns);
  const where = edit.where.trim();
  return {
    name: table.name,
    ...(edit.as === '' || edit.as === table.name ? {} : { as: edit.as }),
    ...(where === '' ? {} : { where }),
    ...(columns === undefined ? {} : { columns: [...columns] }),
    ...(edit.operations === undefined ? {} : { operations: edit.operations }),
    ...(table.selectdb === undefined ? {} : { selectdb: table.selectdb }),
  };
}

import { caseOf } from '#engine/plan/case.ts';
import { isWhole } from '#engine/plan/select.ts';
import { type TableId, tableId } from '#engine/schema/table.ts';
import type { NameCase, SchemaSelection } from '#engine/task/config.ts';
import { isLong } from '../name-length.ts';

/** One name that can be edited: a selected schema's, or a selected table's. */
export interface NameRow {
  readonly id: TableId;
  readonly schema: string;
  /** Null: the line is the schema itself. */
  readonly table: string | null;
  /** The name that was given before; absent: the source's, under the policy of capitalization. */
  readonly given: string | undefined;
  /** The table is part of a schema that is selected as a whole. */
  readonly whole: boolean;
}

/** Names as typed, by line; a line that is not in it keeps what was given. Empty: the source's name. */
export type NameEdits = ReadonlyMap<TableId, string>;

export type NameProblem = 'shared' | 'long';

/** The lines, each schema before its tables. `tablesOf`: of a schema that is selected as a whole, as far as it was read. */
export function nameRows(
  objects: readonly SchemaSelection[],
  tablesOf: (schema: string) => readonly string[] | undefined,
): readonly NameRow[] {
  return sorted(objects, ({ schema }) => schema).flatMap((object) => {
    const { schema, as } = object;
    const whole = isWhole(object);
    const tables = whole ? (tablesOf(schema) ?? []).map((name) => ({ name, as: undefined })) : (object.tables ?? []);
    const head: NameRow = { id: tableId({ schema, name: '' }), schema, table: null, given: as, whole };
    const below = sorted(tables, ({ name }) => name).map(
      (table): NameRow => ({ id: tableId({ schema, name: table.name }), schema, table: table.name, given: table.as, whole }),
    );
    return [head, ...below];
  });
}

export const sourceName = ({ schema, table }: NameRow): string => table ?? schema;

/** What a line is named without a name of its own. */
export function defaultName(row: NameRow, policy: NameCase): string {
  return caseOf(policy, row.table === null ? 'schema' : 'relation', sourceName(row));
}

/** What was given or typed for a line; undefined: nothing, so the source's name counts. */
export function givenName(row: NameRow, edits: NameEdits): string | undefined {
  const typed = edits.get(row.id);
  if (typed === undefined) return row.given;
  return typed === '' || typed === sourceName(row) ? undefined : typed;
}

/** What a line will be named at the destination. */
export function finalName(row: NameRow, edits: NameEdits, policy: NameCase): string {
  return givenName(row, edits) ?? defaultName(row, policy);
}

export const isChanged = (row: NameRow, edits: NameEdits): boolean => givenName(row, edits) !== row.given;

export interface Judged {
  readonly problems: ReadonlyMap<TableId, NameProblem>;
  /** Of each line in `shared`: the other lines that get its name. */
  readonly sharedWith: (row: NameRow) => readonly NameRow[];
  readonly shared: number;
  readonly long: number;
}

/** Which names two tables would share, and which are too long. Several schemas may become one: only their tables must differ. */
export function judgeNames(
  rows: readonly NameRow[],
  edits: NameEdits,
  { policy, limited }: { readonly policy: NameCase; readonly limited: boolean },
): Judged {
  const schemas = new Map<string, string>();
  const groups = new Map<TableId, NameRow[]>();
  const problems = new Map<TableId, NameProblem>();
  const target = (row: NameRow) => tableId({ schema: schemas.get(row.schema) ?? row.schema, name: finalName(row, edits, policy) });
  let long = 0;
  for (const row of rows) {
    const name = finalName(row, edits, policy);
    if (row.table === null) schemas.set(row.schema, name);
    else push(groups, target(row), row);
    if (limited && isLong(name)) {
      problems.set(row.id, 'long');
      long += 1;
    }
  }
  let shared = 0;
  for (const group of groups.values()) {
    if (group.length === 1) continue;
    shared += group.length;
    for (const row of group) problems.set(row.id, 'shared');
  }
  return { problems, shared, long, sharedWith: (row) => (groups.get(target(row)) ?? []).filter(({ id }) => id !== row.id) };
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  if (!map.get(key)?.push(value)) map.set(key, [value]);
}

function sorted<T>(list: readonly T[], nameOf: (each: T) => string): readonly T[] {
  return [...list].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

import type pg from 'pg';
import { execute } from '../../postgres/query.ts';
import { literal, qualified } from '../../postgres/quote.ts';
import { readVersion } from '../../postgres/structure/read.ts';
import { displayName, type TableName } from '../../schema/table.ts';
import { isOfAnother, joinSql } from './published-list.ts';

const SCOPE = { side: 'source' } as const;

/**
 * A table of ours at the source. All tasks of the database share it, under the name that the seeds give it (dts.md 10.2), so it goes
 * only with the last of them. Which tasks use it is told by the publications it is in: nothing that says so by itself could fall behind.
 */
export interface Helper {
  readonly table: TableName;
  /** Tables it is made of, each with a column by which it is known: DTS has tables of the same names, and other columns. */
  readonly made: readonly { readonly table: TableName; readonly column: string }[];
  /** Makes it where it is not there, with all that belongs to it. */
  readonly create: readonly string[];
  /** Removes the rows of one task, which others outlive. Absent: there are none. */
  readonly leave?: (name: string) => readonly string[];
  /** Removes it and all that belongs to it. */
  readonly drop: readonly string[];
}

/** Comment of each: what bears the name and not this is nobody's to drop. */
const MARK = 'OpenDTS keeps this for its tasks. Removed with the last of them.';

/** Taken by whoever makes a helper or removes it: no task loses one that it has just found. It is hashtextextended('opendts helpers', 0), which version 11 brought. */
const LOCK = 'pg_advisory_xact_lock(-8542866171717904709)';

/** Condition: the table of the name is there and is no helper of ours, whoever owns it. */
export function isOfOtherTool({ table, column }: Helper['made'][number]): string {
  const id = `to_regclass(${literal(qualified(table))})`;
  return `(${id} is not null and not exists (select from pg_attribute where attrelid = ${id} and attname = ${literal(column)} and not attisdropped))`;
}

/**
 * Makes the helper where it is missing and puts it into the task's publication, in one transaction. A table of the name that somebody
 * else made is left alone: what is attached to it would run with this account's rights. So is one of another tool: it lacks columns,
 * without which every command of the database would fail, and is that tool's to drop.
 * @throws EngineError when the account may not, or another tool has the name
 */
export async function installHelper(client: pg.Client, name: string, { table, made, create }: Helper): Promise<void> {
  const id = literal(qualified(table));
  const version = await readVersion(client, SCOPE);
  const body = `begin
  perform ${LOCK};
  if exists (select from pg_class where oid = to_regclass(${id}) and relowner <> current_user::regrole) then
    raise insufficient_privilege using message = 'the table belongs to another account';
  end if;
  if ${made.map(isOfOtherTool).join(' or ')} then
    raise insufficient_privilege using message = 'a table of the name is there, which another tool made';
  end if;
  ${create.join(';\n  ')};
  if obj_description(to_regclass(${id}), 'pg_class') is distinct from ${literal(MARK)} then
    comment on table ${qualified(table)} is ${literal(MARK)};
  end if;
  ${joinSql(version, name, table)}
end`;
  await execute(client, { ...SCOPE, object: displayName(table) }, `do ${literal(body)}`);
}

/** SQL that takes the task's part out of the helper, and removes it unless the publication of another task has it. */
export function helperDrop(
  version: number,
  name: string,
  { table, made, leave, drop }: Helper,
): { readonly object: string; readonly sql: string } {
  const id = literal(qualified(table));
  const body = `begin
  perform ${LOCK};
  if not exists (select from pg_class where oid = to_regclass(${id}) and (relowner = current_user::regrole
      or pg_has_role(relowner, 'USAGE') and obj_description(oid, 'pg_class') = ${literal(MARK)})) or ${made.map(isOfOtherTool).join(' or ')} then
    return;
  end if;
  if ${isOfAnother(version, name, `to_regclass(${id})`)} then
    ${[...(leave?.(name) ?? []), 'return'].join(';\n    ')};
  end if;
  ${drop.join(';\n  ')};
end`;
  return { object: `table ${displayName(table)}`, sql: `do ${literal(body)};` };
}

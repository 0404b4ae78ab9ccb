import { EngineError } from '../../../errors.ts';
import { displayName, type TableName } from '../../../schema/table.ts';
import { text } from '../../../text.ts';
import type { SelectDbSession } from '../session.ts';
import type { After, Undo } from '../state.ts';
import { droppedName, renamesColumns } from './aside.ts';
import { modifySql } from './modify.ts';
import { settled } from './settled.ts';
import type { Step } from './steps.ts';
import { columnsOf, hasTable, renameColumnSql, renameTableSql } from './undo.ts';

export interface Altering {
  readonly session: SelectDbSession;
  readonly signal: AbortSignal;
  /** Durable before it is done: what is done to a name is taken back when the command comes again. */
  readonly note: (step: Undo) => Promise<void>;
  /** What was noted since the checkpoint. */
  readonly undo: () => readonly Undo[];
  /** Dropped once the checkpoint is past the command: until then its values are still needed. */
  readonly goesLater: (what: Partial<Pick<After, 'drops' | 'columns'>>) => void;
}

/**
 * Does one thing that a command comes to, once its table's last change is over, and waits until it is over itself. A column that came or
 * went before a kill is passed over.
 */
export async function runStep(altering: Altering, step: Step): Promise<void> {
  const { session, note } = altering;
  const { table } = step;
  switch (step.kind) {
    case 'sql':
      return /^\s*ALTER\s/i.test(step.sql)
        ? alter(altering, table, step.sql)
        : void (await session.query(step.sql, [], displayName(table)));
    case 'add-column':
      return add(altering, step);
    case 'drop-column':
      return drop(altering, step);
    case 'modify':
      return modify(altering, step);
    case 'rename-column':
      await note({ kind: 'column', table, from: step.from, to: step.to });
      return alter(altering, table, step.sql);
    case 'rename-table':
      return rename(altering, table, step.to);
    case 'make':
      if (await hasTable(session, table)) throw taken(table);
      await session.query(step.database, [], table.schema);
      await note({ kind: 'made', table });
      await session.query(step.sql, [], displayName(table));
      return;
    case 'drop': {
      if (!(await hasTable(session, table))) return;
      const aside = { schema: table.schema, name: droppedName() };
      await rename(altering, table, aside);
      altering.goesLater({ drops: [aside] });
    }
  }
}

/**
 * A column that came with values before a kill, and was put out of the way when the task went back, takes its name again: rows of a table
 * that keeps every change are there once, and would be without them in another one.
 */
async function add(altering: Altering, { table, name, aside, sql }: Extract<Step, { readonly kind: 'add-column' }>): Promise<void> {
  const { session, note, undo } = altering;
  // A job of before a kill may be about to do it.
  await settled(session, table, altering);
  const there = await namesIn(altering, table);
  if (there.has(name.toLowerCase())) return;
  const isAside = there.has(aside);
  if (!isAside && !isOfAnother(name, undo())) return alter(altering, table, sql);
  if (!isAside && !(await renamesColumns(session, table))) throw nameless(table, name);
  await note({ kind: 'added', table, column: name, aside });
  return alter(altering, table, isAside ? renameColumnSql(table, aside, name) : sql);
}

/** A column that is gone could not be renamed again, nor hold the values of before, when commands before come again. */
async function drop(altering: Altering, { table, name, isOwn, sql }: Extract<Step, { readonly kind: 'drop-column' }>): Promise<void> {
  const { session, note } = altering;
  await settled(session, table, altering);
  const isThere = (await namesIn(altering, table)).has(name.toLowerCase());
  if (!isOwn) {
    // It need be neither one that can be renamed nor one that rows may leave out.
    await note({ kind: 'dropped', table, column: name });
    return isThere ? alter(altering, table, sql) : undefined;
  }
  if (!isThere) return;
  const aside = droppedName();
  await note({ kind: 'column', table, from: name, to: aside });
  await alter(altering, table, renameColumnSql(table, name, aside));
  altering.goesLater({ columns: [{ schema: table.schema, column: aside }] });
}

async function namesIn({ session }: Altering, table: TableName): Promise<ReadonlySet<string>> {
  return new Set([...(await columnsOf(session, table))].map((name) => name.toLowerCase()));
}

/**
 * Another column had the name at the checkpoint: that one could not have it again, and values of changes that come again would be
 * written into the new one, whose type refuses them or makes others of them.
 */
function isOfAnother(name: string, undo: readonly Undo[]): boolean {
  return undo.some((step) => {
    const was = step.kind === 'column' ? step.from : step.kind === 'dropped' ? step.column : null;
    return was?.toLowerCase() === name.toLowerCase();
  });
}

async function alter({ session, signal }: Altering, table: TableName, sql: string): Promise<void> {
  const before = await settled(session, table, { signal });
  await session.query(sql, [], displayName(table));
  await settled(session, table, { signal, before });
}

async function modify(altering: Altering, { table, column, type }: Extract<Step, { readonly kind: 'modify' }>): Promise<void> {
  await settled(altering.session, table, altering);
  const sql = await modifySql(altering.session, table, column, type);
  if (sql === null) throw defaultUnsaid(table, column);
  await alter(altering, table, sql).catch((error: unknown) => {
    // It was done before a kill.
    if (!(error instanceof EngineError) || !/Nothing is changed/i.test(error.message)) throw error;
  });
}

async function rename(altering: Altering, from: TableName, to: TableName): Promise<void> {
  if (await hasTable(altering.session, to)) throw taken(to);
  await altering.note({ kind: 'table', from, to });
  await settled(altering.session, from, altering);
  await altering.session.query(renameTableSql(from, to.name), [], displayName(from));
}

function taken(table: TableName): EngineError {
  const name = displayName(table);
  return notThere(table, text(`a table ${name} is there already`, `目标库中已存在表 ${name}`));
}

function defaultUnsaid(table: TableName, column: string): EngineError {
  return notThere(table, text(`the default of ${column} cannot be written again`, `列 ${column} 的默认值无法重新写出`));
}

function nameless(table: TableName, column: string): EngineError {
  const why = text(
    `a column ${column} comes in the place of another, which can be taken back only where the table has light_schema_change`,
    `新列 ${column} 与此前的列同名，而该表未启用 light_schema_change，任务中断后无法撤销`,
  );
  return notThere(table, why);
}

function notThere(table: TableName, why: { readonly en: string; readonly zh: string }): EngineError {
  return new EngineError({
    code: 'ddl.not-there',
    message: text(`It cannot be done there, for ${why.en}`, `无法在目标库执行：${why.zh}`),
    hint: text('Do there by hand what is to be done, then go on.', '请在目标库手动处理后继续。'),
    retry: 'by-hand',
    side: 'destination',
    object: displayName(table),
  });
}

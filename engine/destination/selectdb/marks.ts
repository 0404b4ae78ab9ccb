import { EngineError } from '../../errors.ts';
import type { TableName } from '../../schema/table.ts';
import { literal, qualified, quote } from './quote.ts';
import type { SelectDbSession } from './session.ts';

type MarkKind = 'state' | 'statement' | 'table' | 'slice' | 'plan';

export interface Mark {
  readonly kind: MarkKind;
  readonly id: string;
  /** JSON. */
  readonly value: string;
}

export const MARKS_TABLE = 'task_mark';
/** Of one statement: servers refuse packets of 16 MB unless they were told otherwise. */
const MOST_CHARACTERS = 4 << 20;
const FEWER_BACKENDS = /replication num should be less than the number of available backends.*available backend num is (\d+)/s;

/**
 * Where a task stands, kept in SelectDB itself: what moves with the rows must not be lost with the engine's disk, nor be on another one's
 * when the task is taken up there. SelectDB has no transaction over several tables, so marks are not written with the rows: what is about to
 * be sent is noted before, what has arrived after, and rows are written so that a repeat of what lies between changes nothing (`Applier`,
 * `Loads`). The rows of one INSERT come together.
 */
export class Marks {
  readonly #session: SelectDbSession;
  readonly #table: TableName;
  readonly #task: string;

  constructor(session: SelectDbSession, database: string, taskId: string) {
    this.#session = session;
    this.#table = { schema: database, name: MARKS_TABLE };
    this.#task = taskId;
  }

  get place(): TableName {
    return this.#table;
  }

  async prepare(): Promise<void> {
    const there = await this.isThere();
    if (there) return;
    await this.#run(`CREATE DATABASE IF NOT EXISTS ${quote(this.#table.schema)}`);
    await this.#run(createMarks(this.#table, null)).catch(async (error: unknown) => {
      const backends = error instanceof EngineError ? FEWER_BACKENDS.exec(`${error.message} ${messageOf(error.cause)}`)?.[1] : undefined;
      if (backends === undefined || backends === '0') throw error;
      await this.#run(createMarks(this.#table, backends));
    });
  }

  async isThere(): Promise<boolean> {
    const { schema, name } = this.#table;
    const sql = 'select `TABLE_NAME` from `information_schema`.`tables` where `TABLE_SCHEMA` = ? and `TABLE_NAME` = ?';
    return (await this.#run(sql, [schema, name])).length > 0;
  }

  async read(): Promise<readonly Mark[]> {
    const sql = `select \`kind\`, \`id\`, \`value\` from ${qualified(this.#table)} where \`task_id\` = ?`;
    const rows = await this.#run(sql, [this.#task]);
    return rows.map(({ kind, id, value }) => ({ kind: kind as MarkKind, id: id ?? '', value: value ?? 'null' }));
  }

  /** Marks of one kind that other tasks have, each with whose it is. */
  async readOthers(kind: MarkKind): Promise<readonly { readonly task: string; readonly value: string }[]> {
    if (!(await this.isThere())) return [];
    const sql = `select \`task_id\`, \`value\` from ${qualified(this.#table)} where \`kind\` = ? and \`task_id\` <> ?`;
    return (await this.#run(sql, [kind, this.#task])).map(({ task_id, value }) => ({ task: task_id ?? '', value: value ?? 'null' }));
  }

  /** One of the same kind and id is replaced. All come at once, unless they are longer than a statement may be. */
  async write(marks: readonly Mark[]): Promise<void> {
    let rows: string[] = [];
    let values: string[] = [];
    let size = 0;
    const send = async () => {
      if (rows.length === 0) return;
      const columns = '`task_id`, `kind`, `id`, `value`';
      await this.#run(`insert into ${qualified(this.#table)} (${columns}) values ${rows.join(', ')}`, values);
      [rows, values, size] = [[], [], 0];
    };
    for (const { kind, id, value } of marks) {
      if (size + value.length > MOST_CHARACTERS) await send();
      rows.push('(?, ?, ?, ?)');
      values.push(this.#task, kind, id, value);
      size += value.length + id.length;
    }
    await send();
  }

  async drop(kind: MarkKind, ids: readonly string[]): Promise<void> {
    for (let at = 0; at < ids.length; at += 200) {
      const some = ids.slice(at, at + 200);
      const sql = `delete from ${qualified(this.#table)} where \`task_id\` = ? and \`kind\` = ? and \`id\` in (${some.map(() => '?').join(', ')})`;
      await this.#run(sql, [this.#task, kind, ...some]);
    }
  }

  /** All that is left of the task; the table goes with the last one. The database may have been there before. */
  async release(): Promise<void> {
    if (!(await this.isThere())) return;
    await this.#run(`delete from ${qualified(this.#table)} where \`task_id\` = ?`, [this.#task]);
    const [left] = await this.#run(`select \`kind\` from ${qualified(this.#table)} limit 1`);
    if (left === undefined) await this.#run(`DROP TABLE IF EXISTS ${qualified(this.#table)}`);
  }

  /** What `release` does, for a person. */
  get releaseSql(): string {
    return `DELETE FROM ${qualified(this.#table)} WHERE \`task_id\` = ${literal(this.#task)};`;
  }

  #run(sql: string, values: readonly (string | number | null)[] = []) {
    return this.#session.query(sql, values, `${this.#table.schema}.${this.#table.name}`);
  }
}

function createMarks(table: TableName, replicas: string | null): string {
  const more = replicas === null ? '' : `, "replication_num" = ${literal(replicas)}`;
  return `CREATE TABLE IF NOT EXISTS ${qualified(table)} (
  \`task_id\` VARCHAR(512) NOT NULL,
  \`kind\` VARCHAR(32) NOT NULL,
  \`id\` VARCHAR(4096) NOT NULL,
  \`value\` STRING NULL
)
UNIQUE KEY (\`task_id\`, \`kind\`, \`id\`)
COMMENT "Where tasks of OpenDTS stand"
DISTRIBUTED BY HASH(\`task_id\`) BUCKETS 1
PROPERTIES ("enable_unique_key_merge_on_write" = "true"${more})`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}

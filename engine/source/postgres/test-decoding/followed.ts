import type pg from 'pg';
import { insertsAlone } from '../../../plan/inserts-alone.ts';
import type { TablePlan } from '../../../plan/plan.ts';
import { logEnd } from '../../../postgres/before-10.ts';
import { fromLsn } from '../../../postgres/lsn.ts';
import { need, query } from '../../../postgres/query.ts';
import { readVersion } from '../../../postgres/structure/read.ts';
import { isHelper } from '../../../schema/helper.ts';
import type { ChangeEvent, Position } from '../../../schema/row.ts';
import { type TableId, type TableName, tableId } from '../../../schema/table.ts';
import { notedBy } from '../ddl/read.ts';
import { followedTables } from '../published.ts';
import { insertsName } from '../published-list.ts';

type Told = true | 'inserts';

const SCOPE = { side: 'source' } as const;

/**
 * Which of the tables that test_decoding tells of are the task's. It names them as they were called at each change: so they are known by the
 * names that the plan has, by those that noted commands have given them since, and by those that the publication's tables have now - one
 * that was renamed, and of which nobody told, is there, and stops the task instead of being passed over.
 */
export class Followed {
  readonly #client: pg.Client;
  /** Of the publication. */
  readonly #name: string;
  readonly #names: Map<TableId, Told>;
  #published = new Map<TableId, Told>();
  /** Up to where of the log what is published is known. */
  #known: Position | null = null;

  constructor(client: pg.Client, name: string, planned: readonly TablePlan[]) {
    this.#client = client;
    this.#name = name;
    this.#names = new Map(planned.map((table) => [table.id, insertsAlone(table) ? 'inserts' : true]));
  }

  /** `end`: where the transaction ends that the change is of. */
  async has(table: TableName, end: Position): Promise<Told | false> {
    const id = tableId(table);
    const known = this.#names.get(id) ?? isHelper(table);
    if (known !== false) return known;
    if (this.#known === null || end > this.#known) await this.#look();
    return this.#published.get(id) ?? false;
  }

  /** A command that is noted may rename or drop what is followed: from there on the name is anybody's. */
  learn(event: ChangeEvent): void {
    const steps = notedBy(event)?.tables ?? [];
    const held = steps.map(({ before, after }) => ({
      before,
      after,
      told: before === null ? undefined : this.#names.get(tableId(before)),
    }));
    for (const { before } of held) if (before !== null) this.#names.delete(tableId(before));
    for (const { after, told } of held) if (after !== null && told !== undefined) this.#names.set(tableId(after), told);
  }

  /** The end of the log first: what is committed before it is in the catalog. */
  async #look(): Promise<void> {
    const [log] = await query(this.#client, SCOPE, `select ${logEnd(await readVersion(this.#client, SCOPE))} as end`);
    const tables = await followedTables(this.#client, this.#name);
    this.#known = fromLsn(need(log?.end));
    this.#published = new Map();
    for (const table of tables) {
      const id = tableId(table);
      // Of one that both have all is told.
      if (table.publication !== insertsName(this.#name)) this.#published.set(id, true);
      else if (!this.#published.has(id)) this.#published.set(id, 'inserts');
    }
  }
}

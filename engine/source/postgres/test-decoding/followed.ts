import type pg from 'pg';
import { fromLsn } from '../../../postgres/lsn.ts';
import { need, query } from '../../../postgres/query.ts';
import { isHelper } from '../../../schema/helper.ts';
import type { ChangeEvent, Position } from '../../../schema/row.ts';
import { type TableId, type TableName, tableId } from '../../../schema/table.ts';
import { notedBy } from '../ddl/read.ts';

const SCOPE = { side: 'source' } as const;

/**
 * Which of the tables that test_decoding tells of are the task's. It names them as they were called at each change: so they are known by the
 * names that the plan has, by those that noted commands have given them since, and by those that the publication's tables have now - one
 * that was renamed, and of which nobody told, is there, and stops the task instead of being passed over.
 */
export class Followed {
  readonly #client: pg.Client;
  readonly #publication: string;
  readonly #names: Set<TableId>;
  #published = new Set<TableId>();
  /** Up to where of the log what is published is known. */
  #known: Position | null = null;

  constructor(client: pg.Client, publication: string, planned: Iterable<TableId>) {
    this.#client = client;
    this.#publication = publication;
    this.#names = new Set(planned);
  }

  /** `end`: where the transaction ends that the change is of. */
  async has(table: TableName, end: Position): Promise<boolean> {
    const id = tableId(table);
    if (this.#names.has(id) || isHelper(table)) return true;
    if (this.#known === null || end > this.#known) await this.#look();
    return this.#published.has(id);
  }

  /** A command that is noted may rename or drop what is followed: from there on the name is anybody's. */
  learn(event: ChangeEvent): void {
    const steps = notedBy(event)?.tables ?? [];
    const held = steps.filter(({ before }) => before !== null && this.#names.delete(tableId(before)));
    for (const { after } of held) if (after !== null) this.#names.add(tableId(after));
  }

  /** The end of the log first: what is committed before it is in the catalog. */
  async #look(): Promise<void> {
    const [log] = await query(
      this.#client,
      SCOPE,
      'select case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end as end',
    );
    const rows = await query(
      this.#client,
      SCOPE,
      'select schemaname as schema, tablename as name from pg_publication_tables where pubname = $1',
      [this.#publication],
    );
    this.#known = fromLsn(need(log?.end));
    this.#published = new Set(rows.map((row) => tableId({ schema: need(row.schema), name: need(row.name) })));
  }
}

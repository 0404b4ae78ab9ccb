import type { TablePlan } from '../../../plan/plan.ts';
import type { TableChange } from '../../../schema/row.ts';
import type { TableId } from '../../../schema/table.ts';
import type { Sequences } from '../sequence.ts';
import type { SelectDbSession } from '../session.ts';
import type { StreamLoads } from '../stream-load/client.ts';
import type { Gathered } from './body.ts';
import { DuplicateChanges } from './duplicate.ts';
import { lookUp } from './lookup.ts';
import { lookUpAgain, type Written } from './moved.ts';
import type { Numbers } from './numbers.ts';
import { UniqueChanges } from './unique.ts';

interface Adding {
  /** When, by the source's clock, the change was committed. */
  readonly at: number;
  readonly numbers: Numbers;
  readonly sequence: string;
  /** Tables in which an engine that was killed may have written changes that come again now. */
  readonly repeats: ReadonlySet<TableId>;
  /** What was written of a table. */
  readonly written: (table: TableId) => Written;
}

interface GatheringsInit {
  readonly session: SelectDbSession;
  readonly loads: Pick<StreamLoads, 'seen'>;
  readonly sequences: Sequences;
  readonly tables: readonly TablePlan[];
}

/** Changes that wait to be written, table by table. */
export class Gatherings {
  readonly #session: SelectDbSession;
  readonly #loads: Pick<StreamLoads, 'seen'>;
  readonly #sequences: Sequences;
  readonly #gathered = new Map<TableId, Gathered>();
  #tables: ReadonlyMap<TableId, TablePlan> = new Map();

  constructor(init: GatheringsInit) {
    this.#session = init.session;
    this.#loads = init.loads;
    this.#sequences = init.sequences;
    this.know(init.tables);
  }

  know(tables: readonly TablePlan[]): void {
    this.#tables = new Map(tables.map((table) => [table.id, table]));
  }

  get all(): readonly Gathered[] {
    return [...this.#gathered.values()];
  }

  get isEmpty(): boolean {
    return this.#gathered.size === 0;
  }

  /** Characters, about. */
  get held(): number {
    return this.all.reduce((sum, { size }) => sum + size, 0);
  }

  clear(): void {
    this.#gathered.clear();
  }

  async add(change: TableChange, adding: Adding): Promise<void> {
    if (change.kind === 'truncate') {
      for (const { id } of change.relations) (await this.#of(id, adding)).empty();
      return;
    }
    const gathered = await this.#of(change.relation.id, adding);
    if (gathered instanceof UniqueChanges) {
      const { table } = gathered;
      const lacking = gathered.lacks(change);
      const isRepeat = adding.repeats.has(table.id);
      // Without a sequence nothing tells when a row was written.
      const isAsked = isRepeat && (await this.#sequences.has(table));
      if (lacking !== null) await this.#loads.seen();
      const found =
        lacking === null
          ? null
          : await (isAsked ? lookUpAgain(this.#session, table, lacking, adding.written(table.id)) : lookUp(this.#session, table, lacking));
      gathered.add(change, { sequence: adding.sequence, found, isRepeat });
    }
    if (gathered instanceof DuplicateChanges) gathered.add(change, adding.at);
  }

  async #of(id: TableId, { numbers }: Adding): Promise<Gathered> {
    const known = this.#gathered.get(id);
    if (known !== undefined) return known;
    const table = this.#tables.get(id);
    if (table === undefined) throw new Error(`The log carries table ${id}, which is not in the plan.`);
    const made =
      table.model?.engine === 'duplicate'
        ? new DuplicateChanges(table, await numbers.of(table))
        : new UniqueChanges(table, await this.#sequences.hasForChanges(table));
    this.#gathered.set(id, made);
    return made;
  }
}

import type { TableStep, TableStructure } from '../../ddl/structure.ts';
import type { TableAtSource } from '../../plan/plan.ts';
import { type TableId, tableId } from '../../schema/table.ts';
import type { Source } from '../../source/source.ts';

interface Stand {
  readonly seen: TableAtSource | null;
  readonly heard: TableStructure | null;
}

/**
 * How tables that are to leave the task for a while are at the source where the task leaves them: as they were looked at, and as commands
 * have left them that the task's log has told of since. Who was past that look has heard of all commands it may have missed.
 */
export class Stands {
  readonly #stands = new Map<TableId, Stand>();

  /** Before the look, so that no command falls between the two. */
  async look(source: Pick<Source, 'tableNow'>, id: TableId, table: Parameters<Source['tableNow']>[0]): Promise<void> {
    this.#stands.set(id, { seen: null, heard: null });
    const now = await source.tableNow(table);
    const known = this.#stands.get(id);
    if (now === null || known === undefined) return;
    this.#stands.set(id, { ...known, seen: { relation: now.shape.relation, structure: now.structure } });
  }

  /** Of a command that nobody noted not all is known that it did. */
  hear(steps: readonly TableStep[]): void {
    for (const { before, after, told } of steps) {
      const id = before === null ? null : tableId(before);
      const known = id === null ? undefined : this.#stands.get(id);
      if (id === null || known === undefined) continue;
      if (after === null || told !== undefined) this.#stands.delete(id);
      else this.#stands.set(id, { ...known, heard: after });
    }
  }

  /** Undefined where it is not known. */
  of(id: TableId): TableAtSource | undefined {
    const known = this.#stands.get(id);
    return known === undefined || known.seen === null ? undefined : { ...known.seen, structure: known.heard ?? known.seen.structure };
  }
}

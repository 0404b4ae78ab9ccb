import type { TablePlan } from '../../plan/plan.ts';
import type { Position } from '../../schema/row.ts';
import type { TableId } from '../../schema/table.ts';
import { qualified } from './quote.ts';
import type { SelectDbSession } from './session.ts';

/** What rows bring their position under: no column of a table, the server moves it into its hidden one. */
export const SEQUENCE_FIELD = '__opendts_position';

/** A position as the number it is. */
export function sequenceOf(position: Position | null): string {
  return position === null ? '0' : BigInt(`0x${position}`).toString();
}

/** Which tables order versions of a row by its position. */
export class Sequences {
  readonly #session: SelectDbSession;
  readonly #known = new Map<TableId, boolean>();

  constructor(session: SelectDbSession) {
    this.#session = session;
  }

  /** Another table may go by the id. */
  forget(table: TableId): void {
    this.#known.delete(table);
  }

  /** Those that the task makes do; others are asked. One that has a sequence column of its own keeps it: it is a column like others. */
  async has(table: TablePlan): Promise<boolean> {
    if (table.model?.engine !== 'unique') return false;
    if (table.origin === 'create') return true;
    const known = this.#known.get(table.id);
    if (known !== undefined) return known;
    const [row] = await this.#session.query(`show create table ${qualified(table.destination)}`, [], table.destination.name);
    const has = /"function_column\.sequence_type"\s*=/i.test(row?.['Create Table'] ?? '');
    this.#known.set(table.id, has);
    return has;
  }
}

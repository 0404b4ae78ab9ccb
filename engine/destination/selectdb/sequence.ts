import type { TablePlan } from '../../plan/plan.ts';
import type { Position } from '../../schema/row.ts';
import { displayName, type TableId, type TableName } from '../../schema/table.ts';
import { ownOrder } from './load-errors.ts';
import { qualified } from './quote.ts';
import type { SelectDbSession } from './session.ts';

/** What rows bring their position under: no column of a table, the server moves it into its hidden one. */
export const SEQUENCE_FIELD = '__opendts_position';

/** A position as the number it is. */
export function sequenceOf(position: Position | null): string {
  return position === null ? '0' : BigInt(`0x${position}`).toString();
}

/** How the server orders versions of a row. */
interface Sequence {
  /** By what a load says. */
  readonly isTold: boolean;
  /** By a column of the table's own. */
  readonly column: string | null;
}

export async function sequenceIn(session: SelectDbSession, table: TableName): Promise<Sequence> {
  const [row] = await session.query(`show create table ${qualified(table)}`, [], displayName(table));
  const ddl = row?.['Create Table'] ?? '';
  const column = /"function_column\.sequence_col"\s*=\s*"([^"]*)"/i.exec(ddl)?.[1] ?? null;
  return { isTold: /"function_column\.sequence_type"\s*=/i.test(ddl), column };
}

/** Which tables order versions of a row by its position. */
export class Sequences {
  readonly #session: SelectDbSession;
  readonly #known = new Map<TableId, Sequence>();

  constructor(session: SelectDbSession) {
    this.#session = session;
  }

  /** Another table may go by the id. */
  forget(table: TableId): void {
    this.#known.delete(table);
  }

  /** Those that the task makes do; others are asked. One that has a sequence column of its own keeps it: it is a column like others. */
  async has(table: TablePlan): Promise<boolean> {
    return (await this.#of(table)).isTold;
  }

  /**
   * As `has`. Rows can be added to a table with a sequence column of its own, but of a row that is deleted its value is not known, and one
   * that comes with a lower value is passed over.
   * @throws EngineError `table.own-order`
   */
  async hasForChanges(table: TablePlan): Promise<boolean> {
    const { isTold, column } = await this.#of(table);
    if (column !== null) throw ownOrder(table, column);
    return isTold;
  }

  async #of(table: TablePlan): Promise<Sequence> {
    const isUnique = table.model?.engine === 'unique';
    if (!isUnique || table.origin === 'create') return { isTold: isUnique, column: null };
    const known = this.#known.get(table.id) ?? (await sequenceIn(this.#session, table.destination));
    this.#known.set(table.id, known);
    return known;
  }
}

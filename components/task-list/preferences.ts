import { COLUMNS, type ColumnId } from './view.ts';

/** How a person wants a list. */
export interface Preferences {
  readonly hidden: readonly ColumnId[];
  readonly dense: boolean;
}

export const USUAL: Preferences = { hidden: ['rate', 'types', 'group', 'started', 'finished'], dense: false };

/** Those that came after lists were kept without what is `shown`: nobody had chosen them. */
const LATER: ReadonlySet<ColumnId> = new Set<ColumnId>(['finished']);

const isUsual = (column: ColumnId, hidden: boolean) => USUAL.hidden.includes(column) === hidden;

/** Only what was chosen otherwise than usual is kept, by name: a column that comes later is as it usually is. */
export function keep({ hidden, dense }: Preferences): string {
  const chosen = COLUMNS.filter((column) => !isUsual(column, hidden.includes(column)));
  const [away, here] = [chosen.filter((column) => hidden.includes(column)), chosen.filter((column) => !hidden.includes(column))];
  return JSON.stringify({ hidden: away, shown: here, dense });
}

/** What was kept, by any version: it may name columns there are no more, and not those that came later. */
export function kept(stored: string | null): Preferences {
  const { hidden, shown, dense } = parsed(stored);
  if (hidden === null) return USUAL;
  const isHidden = (column: ColumnId): boolean => {
    if (hidden.includes(column)) return true;
    // Before, all that were hidden were named, the usual ones too.
    const here = shown === null ? !LATER.has(column) : shown.includes(column);
    return !here && USUAL.hidden.includes(column);
  };
  return { hidden: COLUMNS.filter(isHidden), dense };
}

function parsed(stored: string | null): {
  readonly hidden: readonly unknown[] | null;
  readonly shown: readonly unknown[] | null;
  readonly dense: boolean;
} {
  try {
    const found: unknown = JSON.parse(stored ?? 'null');
    const { hidden, shown, dense } = (found ?? {}) as Readonly<Record<string, unknown>>;
    const list = (value: unknown): readonly unknown[] | null => (Array.isArray(value) ? value : null);
    return { hidden: list(hidden), shown: list(shown), dense: dense === true };
  } catch {
    return { hidden: null, shown: null, dense: false };
  }
}

import type { TablePlan } from '../plan/plan.ts';
import { displayName, type TableId, tableId } from '../schema/table.ts';
import { type Text, text } from '../text.ts';
import type { Alteration } from './diff.ts';

export interface Needs {
  /** Source names of columns that the destination does not have, before the command or after it. */
  readonly absent: ReadonlySet<string>;
  /** After it. */
  readonly left: ReadonlySet<string>;
  readonly has: (table: TableId) => boolean;
}

/** What the destination can have: not what reads columns, or refers to tables, that it does not have. That is told, columns apart. */
export function possible(
  alterations: readonly Alteration[],
  { absent, left, has }: Needs,
  tell: (what: Text) => void,
): readonly Alteration[] {
  return alterations.filter((each) => {
    if (each.kind !== 'add-constraint' && each.kind !== 'add-index') {
      const column = columnOf(each);
      return column === null || !absent.has(column);
    }
    const { name, definition } = each.kind === 'add-index' ? each.index : each.constraint;
    const foreign = each.kind === 'add-constraint' ? each.constraint.references : null;
    const table = foreign !== null && !has(tableId(foreign)) ? displayName(foreign) : undefined;
    const lost = table ?? [...wordsOf(definition)].find((word) => left.has(word));
    if (lost !== undefined) tell(text(`${name}, which needs ${lost}`, `${name}（依赖 ${lost}）`));
    return lost === undefined;
  });
}

/** A column that the filter reads, in names of the source, and that the command took from it. */
export function lostToFilter({ where }: TablePlan, alterations: readonly Alteration[]): string | undefined {
  const words = where === null ? new Set<string>() : wordsOf(where);
  return alterations
    .flatMap((each) => (each.kind === 'rename-column' ? [each.from] : each.kind === 'drop-column' ? [each.name] : []))
    .find((name) => words.has(name));
}

/** Equal for what a parent and what is below it have done to them by one command. */
export function inheritedAs(each: Alteration): string {
  return `${each.kind} ${columnOf(each) ?? JSON.stringify(each)}`;
}

function columnOf(each: Alteration): string | null {
  if (each.kind === 'drop-column' || each.kind === 'drop-expression') return each.name;
  if (each.kind === 'rename-column') return each.from;
  if (each.kind === 'type' || each.kind === 'identity') return each.after.name;
  return 'column' in each ? each.column.name : null;
}

function wordsOf(sql: string): ReadonlySet<string> {
  const words = sql.matchAll(/"((?:[^"]|"")+)"|[\p{L}_][\p{L}\p{N}_$]*/gu);
  return new Set([...words].map(([word, quoted]) => quoted?.replaceAll('""', '"') ?? word));
}

import { Refused } from './refused.ts';

/** Something that columns come from: a relation in FROM, a subquery, the table a statement is about, NEW and OLD. */
export interface Source {
  /** What columns are qualified with; null when nothing can be. */
  readonly name: string | null;
  /** What the qualifier becomes: another one where a table that is renamed cannot be given an alias. */
  readonly as: string | null;
  /** The schema when it is called by its own name: `schema.name.column` means it too. */
  readonly schema: string | null;
  /** Whether any column gets another name, so that a star would show it. */
  readonly renames: boolean;
  /** The new name of a column it is known to have. A table tells only of columns of which any is renamed: null. */
  column(name: string): string | null;
}

/** Names of a query's columns in order; null where the grammar does not tell. */
export type Outputs = readonly (string | null)[];

/** What names mean at a place: the nearest scope that knows a name wins. */
export interface Scope {
  readonly sources: readonly Source[];
  /** Queries of WITH by name. */
  readonly queries: ReadonlyMap<string, Outputs>;
  readonly outer: Scope | null;
}

export const NOTHING: Scope = { sources: [], queries: new Map(), outer: null };

/** A scope inside another. */
export function inside(outer: Scope, sources: readonly Source[]): Scope {
  return { sources, queries: new Map(), outer };
}

/** Columns that keep their names: of subqueries, functions, VALUES. */
export function kept(name: string | null, outputs: Outputs): Source {
  const known = new Set(outputs);
  return { name, as: name, schema: null, renames: false, column: (column) => (known.has(column) ? column : null) };
}

/** A relation's columns; names listed with an alias (`t(a, b)`) hide its own. */
export function renaming(init: {
  readonly name: string;
  readonly as?: string;
  readonly schema?: string | null;
  readonly columns: ReadonlyMap<string, string> | null;
  readonly listed?: Outputs;
}): Source {
  const listed = new Set(init.listed);
  const { name, columns } = init;
  return {
    name,
    as: init.as ?? name,
    schema: init.schema ?? null,
    renames: columns !== null && [...columns].some(([from, to]) => from !== to),
    column: (column) => (listed.has(column) ? column : (columns?.get(column) ?? null)),
  };
}

/** The sides of a join as one: what a join with an alias shows, and what USING looks in. */
export function joined(name: string | null, sides: readonly Source[], listed: Outputs): Source {
  const names = new Set(listed);
  return {
    name,
    as: name,
    schema: null,
    renames: sides.some((side) => side.renames),
    column: (column) => (names.has(column) ? column : first(sides, column)),
  };
}

/** The new name of a column without qualifier, or null when no scope knows it. */
export function bareColumn(scope: Scope | null, name: string): string | null {
  if (scope === null) return null;
  return first(scope.sources, name) ?? bareColumn(scope.outer, name);
}

/**
 * What a qualifier means: the nearest source of that name.
 * @throws Refused when its new name is something else's nearer by
 */
export function sourceOf(scope: Scope, qualifier: string, schema: string | null = null): Source | null {
  const between: Source[] = [];
  for (let at: Scope | null = scope; at !== null; at = at.outer) {
    const found = at.sources.find(({ name, schema: own }) => name === qualifier && (schema === null || own === schema));
    if (found !== undefined) {
      if (found.as !== qualifier && between.some(({ as }) => as === found.as)) throw taken(String(found.as));
      return found;
    }
    between.push(...at.sources);
  }
  return null;
}

/** The columns of a query of WITH, or null when there is none of this name. */
export function queryOf(scope: Scope | null, name: string): Outputs | null {
  if (scope === null) return null;
  return scope.queries.get(name) ?? queryOf(scope.outer, name);
}

function first(sources: readonly Source[], column: string): string | null {
  for (const source of sources) {
    const found = source.column(column);
    if (found !== null) return found;
  }
  return null;
}

function taken(name: string): Refused {
  return new Refused({ en: `"${name}" is already something else's name there`, zh: `"${name}"在该处已是其他对象的名称` });
}

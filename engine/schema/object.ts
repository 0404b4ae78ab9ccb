import type { Text } from '../text.ts';
import type { TableName } from './table.ts';

/** Every kind of database object that is carried. A new kind joins this list and gets one reader (engine/postgres/structure/kinds). */
export const OBJECT_KINDS = [
  'schema',
  'extension',
  'collation',
  'type',
  'domain',
  'function',
  'procedure',
  'aggregate',
  'operator',
  'operator-family',
  'operator-class',
  'cast',
  'text-search-dictionary',
  'text-search-configuration',
  'sequence',
  'table',
  'default',
  'view',
  'materialized-view',
  'constraint',
  'index',
  'foreign-key',
  'statistics',
  'rule',
  'trigger',
  'policy',
  'event-trigger',
  'default-privileges',
  'unmodelled',
] as const;
export type ObjectKind = (typeof OBJECT_KINDS)[number];

/** Kinds a person chooses one by one beside tables (`others` of the task document). */
export const OTHER_KINDS = [
  'sequence',
  'view',
  'materialized-view',
  'function',
  'procedure',
  'aggregate',
  'type',
  'domain',
  'operator',
  'operator-family',
  'operator-class',
  'collation',
  'text-search-dictionary',
  'text-search-configuration',
  'trigger',
  'rule',
] as const satisfies readonly ObjectKind[];
export type OtherKind = (typeof OTHER_KINDS)[number];

/** Identity of an object inside one database, by its names: the same on any server. */
export type ObjectId = string;

/** What an object is called: all that its identity is made of. */
export interface ObjectName {
  readonly kind: ObjectKind;
  /** Null for what lives in no schema: extensions, casts, event triggers, schemas themselves. */
  readonly schema: string | null;
  /** Routines, aggregates and operators with their argument types: `f(integer, text)`. */
  readonly name: string;
  /** The table (or view) it is part of: constraints, indexes, triggers, rules, policies, defaults. */
  readonly table: TableName | null;
}

/** Two objects of one id would be the same object. */
export function objectId({ kind, schema, name, table }: ObjectName): ObjectId {
  return JSON.stringify([kind, schema, name, ...(table === null ? [] : [table.schema, table.name])]);
}

/** For people: `schema.name`, or `schema.table: name` for a part of a table. */
export function objectLabel({ schema, name, table }: ObjectName): string {
  if (table !== null) return `${table.schema}.${table.name}: ${name}`;
  return schema === null ? name : `${schema}.${name}`;
}

/** Something only servers from a version on have. `version` as `server_version_num`. */
export interface Need {
  readonly version: number;
  readonly what: Text;
}

/** Why an object cannot be carried, and what a person can do about it. */
export interface Refusal {
  readonly cause: Text;
  readonly fix: Text;
}

export interface ColumnUse {
  readonly relation: ObjectId;
  readonly column: string;
}

/**
 * One object as the source describes it: in the source's own SQL and names, with everything it cannot be made without. Tables have
 * no SQL here: theirs is written from `TableSpec` for the columns that were chosen.
 */
export interface SchemaObject extends ObjectName {
  readonly id: ObjectId;
  /** Columns of `table` it covers or reads: with one of them left out, so is the object. */
  readonly columns: readonly string[];
  /** `after`: not before the rows are there (design section 6). */
  readonly phase: 'before' | 'after';
  /** Makes it, comment included; run in one transaction. */
  readonly sql: readonly string[];
  /** Run when all of `laterRequires` is there as well, for what would otherwise need each other (OWNED BY of a sequence). */
  readonly later: readonly string[];
  readonly laterRequires: readonly ObjectId[];
  /** What may stand in its place where objects need each other in a circle (a view without a body); `sql` then replaces it. */
  readonly standIn: readonly string[];
  readonly requires: readonly ObjectId[];
  /** Columns of other relations that it reads: without one of them it cannot be made. */
  readonly reads: readonly ColumnUse[];
  /** `ALTER … OWNER TO`, run only when ownership was chosen. */
  readonly ownership: readonly string[];
  /** GRANT and REVOKE, run only when grants were chosen. */
  readonly grants: readonly string[];
  /** Roles its SQL names in any case (policies); those of ownership and grants aside. */
  readonly roles: readonly string[];
  /** Roles that `ownership` and `grants` name. */
  readonly grantees: readonly string[];
  /** What of it a destination must be new enough for. */
  readonly needs: readonly Need[];
  /** Set when no destination could take it as it is. */
  readonly refused: Refusal | null;
  /** SQL text inside strings that the grammar cannot see into (function bodies), for the list of what a rename may break. */
  readonly opaque: string | null;
}

/** An object of the selection that will not be made, with the reason a person is told before the start. */
export interface LeftOut {
  /**
   * `unsupported`: no server takes it. `version`, `extension`, `role`: this destination does not. `depends`: it needs something that
   * is neither chosen nor there. `column`: it reads a column that was not chosen. `rename`: a name inside it cannot be mapped.
   */
  readonly reason: 'unsupported' | 'version' | 'extension' | 'role' | 'depends' | 'column' | 'rename';
  readonly id: ObjectId;
  readonly kind: ObjectKind;
  readonly object: string;
  readonly table: TableName | null;
  readonly cause: Text;
  readonly fix: Text;
}

/** An object that the destination has already and that is used as it is: what the task would have made, and what is there. */
export interface PresentObject extends Pick<LeftOut, 'id' | 'kind' | 'object'> {
  readonly wanted: string;
  readonly existing: string;
  readonly same: boolean;
}

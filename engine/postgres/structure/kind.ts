import type pg from 'pg';
import type { ObjectKind, SchemaObject } from '../../schema/object.ts';

/** The server that is described; `version` as `server_version_num` (150004). Its search_path is empty: the server qualifies every name. */
export interface Server {
  readonly client: pg.ClientBase;
  readonly version: number;
}

/** Oids of the tables and views whose parts (constraints, indexes, triggers …) are wanted; null: of all. */
export interface PartScope {
  readonly tables: readonly string[] | null;
}

/**
 * One object as its kind's file describes it. `oid` finds it in pg_depend; what it requires is added from there, so a kind names in
 * `requires` only what pg_depend does not know.
 */
export type Described = Pick<SchemaObject, 'schema' | 'name' | 'table' | 'sql'> &
  Partial<Omit<SchemaObject, 'id' | 'kind' | 'laterRequires' | 'requires' | 'reads'>> & {
    readonly kind: ObjectKind;
    readonly oid: string;
    /** What `later` waits for, itself aside; a bare oid is one in pg_class. The object itself does not wait for it. */
    readonly laterRequires?: readonly (Address | string)[];
    /** Addresses that pg_depend does not tell of. */
    readonly requires?: readonly Address[];
  };

/** Place in pg_depend: `pg_class:16384`. */
export type Address = `${string}:${string}`;

/** Everything known about describing one kind of object. `catalog`: where its oids live. */
export interface KindReader {
  readonly catalog: string;
  read(server: Server, scope: PartScope): Promise<readonly Described[]>;
}

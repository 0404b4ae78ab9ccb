import type pg from 'pg';
import { type ColumnUse, type ObjectId, objectId, type SchemaObject } from '../../schema/object.ts';
import type { ErrorScope } from '../errors.ts';
import { need, query } from '../query.ts';
import { type Dependencies, readDependencies } from './depends.ts';
import type { Address, Described, PartScope, Server } from './kind.ts';
import { KINDS } from './kinds/index.ts';

/** Every object of the database that is not built in, with what it requires; parts of tables as `scope` says. */
export async function readObjects(
  client: pg.ClientBase,
  side: 'source' | 'destination',
  scope: PartScope,
): Promise<readonly SchemaObject[]> {
  const server: Server = { client, version: await readVersion(client, { side }) };
  const described: { readonly address: Address; readonly object: Described }[] = [];
  for (const { catalog, read } of KINDS) {
    for (const object of await read(server, scope)) described.push({ address: `${catalog}:${object.oid}`, object });
  }
  const known = new Map(described.map(({ address, object }) => [address, objectId(object)]));
  const graph = new Graph(known, await readDependencies(server, { side }));
  return described.map(({ object }) => complete(object, graph));
}

/** Of each connection: it stays what it is, and statements that differ by version are asked often. */
const versions = new WeakMap<pg.ClientBase, number>();

/** As `server_version_num`: 150004. */
export async function readVersion(client: pg.ClientBase, scope: ErrorScope): Promise<number> {
  const known = versions.get(client);
  if (known !== undefined) return known;
  const version = Number(need((await query(client, scope, "select current_setting('server_version_num') as v"))[0]?.v));
  versions.set(client, version);
  return version;
}

function complete(described: Described, graph: Graph): SchemaObject {
  const { oid: _, requires, laterRequires, ...object } = described;
  const id = objectId(object);
  const later = new Set((laterRequires ?? []).map((each) => graph.owner(each.includes(':') ? (each as Address) : `pg_class:${each}`)));
  const own = graph.requires(id).filter((each) => !later.has(each));
  const added = (requires ?? []).map((each) => graph.owner(each));
  return {
    columns: [],
    phase: 'before',
    later: [],
    standIn: [],
    ownership: [],
    grants: [],
    roles: [],
    grantees: [],
    needs: [],
    refused: null,
    opaque: null,
    ...object,
    id,
    requires: [...new Set([...own, ...known(added)])].filter((each) => each !== id),
    laterRequires: known([...later]).filter((each) => each !== id),
    reads: graph.reads(id),
  };
}

function known(ids: readonly (ObjectId | null)[]): readonly ObjectId[] {
  return ids.filter((id) => id !== null);
}

/** pg_depend between whole objects: addresses of parts stand for what they are part of. */
class Graph {
  readonly #known: ReadonlyMap<Address, ObjectId>;
  readonly #partOf: ReadonlyMap<Address, Address>;
  readonly #requires = new Map<ObjectId, Set<ObjectId>>();
  readonly #reads = new Map<ObjectId, ColumnUse[]>();

  constructor(known: ReadonlyMap<Address, ObjectId>, { edges, partOf }: Dependencies) {
    this.#known = known;
    this.#partOf = partOf;
    for (const { from, to, column } of edges) {
      const [user, used] = [this.owner(from), this.owner(to)];
      if (user === null || used === null || user === used) continue;
      put(this.#requires, user, () => new Set()).add(used);
      if (column !== null) put(this.#reads, user, () => []).push({ relation: used, column });
    }
  }

  owner(address: Address): ObjectId | null {
    for (let at: Address | undefined = address, steps = 0; at !== undefined && steps < 10; at = this.#partOf.get(at), steps += 1) {
      const id = this.#known.get(at);
      if (id !== undefined) return id;
    }
    return null;
  }

  requires(id: ObjectId): readonly ObjectId[] {
    return [...(this.#requires.get(id) ?? [])];
  }

  reads(id: ObjectId): readonly ColumnUse[] {
    return this.#reads.get(id) ?? [];
  }
}

function put<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}

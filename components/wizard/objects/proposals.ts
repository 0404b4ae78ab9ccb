import { type Chosen, chosenOf, otherOf } from '#engine/plan/select.ts';
import { type ObjectId, type ObjectName, objectId, objectLabel } from '#engine/schema/object.ts';
import { type TableName, tableId } from '#engine/schema/table.ts';
import type { SchemaSelection } from '#engine/task/config.ts';
import type { Loaded } from './browse.ts';
import { type ChosenKind, GROUPS } from './kinds.ts';
import { indexOf, type SchemaIndex } from './schema-index.ts';

/** What somebody has just chosen: an object, or a schema as a whole. */
export type Seed = ObjectName;

export function schemaSeed(schema: string): Seed {
  return { kind: 'schema', schema: null, name: schema, table: null };
}

export interface Proposal extends ObjectName {
  readonly id: ObjectId;
  readonly kind: ChosenKind;
  readonly schema: string;
}

export interface Proposals {
  /** Tables first. */
  readonly items: readonly Proposal[];
  /** What they belong with. */
  readonly origins: readonly Seed[];
  /** Schemas to read before more can be said. */
  readonly unread: readonly string[];
}

export interface ProposalsInput {
  readonly seeds: readonly Seed[];
  readonly objects: readonly SchemaSelection[];
  readonly contents: ReadonlyMap<string, Loaded>;
  readonly declined: ReadonlySet<ObjectId>;
}

/** What belongs with that which was just chosen, and with each of these in turn, as far as it is not chosen. Pure. */
export function proposalsOf(input: ProposalsInput): Proposals {
  const search = new Search(input);
  const origins = input.seeds.filter((seed) => search.from(seed));
  const items = search.items().sort((a, b) => rank(a) - rank(b) || (objectLabel(a) < objectLabel(b) ? -1 : 1));
  return { items, origins, unread: search.unread() };
}

function rank({ kind }: Proposal): number {
  const at = (GROUPS as readonly ChosenKind[]).indexOf(kind);
  return at === -1 ? GROUPS.length : at;
}

class Search {
  readonly #input: ProposalsInput;
  readonly #found = new Map<ObjectId, Proposal>();
  readonly #unread = new Set<string>();
  readonly #chosen = new Map<string, Chosen>();

  constructor(input: ProposalsInput) {
    this.#input = input;
  }

  /** Whether the seed, if it is still chosen, leads to anything. */
  from(seed: Seed): boolean {
    const roots = seed.kind === 'schema' ? this.#allOf(seed.name) : [seed];
    let leads = false;
    const visited = new Set(roots.map(objectId));
    const open: ObjectName[] = roots.filter((root) => this.#isChosen(root));
    for (let object = open.pop(); object !== undefined; object = open.pop()) {
      for (const next of this.#proposedBy(object)) {
        const id = objectId(next);
        if (visited.has(id)) continue;
        visited.add(id);
        if (!this.#isOpen(next, id)) continue;
        this.#found.set(id, next);
        leads = true;
        open.push(next);
      }
    }
    return leads;
  }

  /** Partitions of a table that is proposed come with it. */
  items(): Proposal[] {
    return [...this.#found.values()].filter((item) => !this.#comesAlong(item, (table) => this.#found.has(tableObjectId(table))));
  }

  unread(): readonly string[] {
    return [...this.#unread];
  }

  #allOf(schema: string): readonly ObjectName[] {
    return [...(this.#index(schema)?.objects.values() ?? [])];
  }

  #proposedBy({ schema, ...object }: ObjectName): readonly Proposal[] {
    const summary = schema === null ? undefined : this.#index(schema)?.objects.get(objectId({ schema, ...object }));
    return (summary?.proposes ?? []).flatMap((each) =>
      each.schema === null ? [] : [{ ...each, kind: each.kind as ChosenKind, schema: each.schema, id: objectId(each) }],
    );
  }

  #isOpen(object: Proposal, id: ObjectId): boolean {
    if (this.#input.declined.has(id) || this.#isChosen(object)) return false;
    return this.#index(object.schema)?.objects.get(id)?.refused == null;
  }

  #isChosen(object: ObjectName): boolean {
    if (object.schema === null) return false;
    const chosen = this.#chosenOf(object.schema);
    const other = otherOf(object);
    if (other !== null) return chosen.other(other);
    return chosen.table(object.name) || this.#comesAlong(object, ({ schema, name }) => this.#chosenOf(schema).table(name));
  }

  /** Whether a table above this partition meets the condition. */
  #comesAlong({ kind, schema, name }: ObjectName, condition: (table: TableName) => boolean): boolean {
    if (kind !== 'table' || schema === null) return false;
    const parent = this.#index(schema)?.tables.get(tableId({ schema, name }))?.parent ?? null;
    if (parent === null) return false;
    return condition(parent) || this.#comesAlong({ kind, ...parent, table: null }, condition);
  }

  #chosenOf(schema: string): Chosen {
    const known = this.#chosen.get(schema) ?? chosenOf(this.#input.objects, schema);
    this.#chosen.set(schema, known);
    return known;
  }

  #index(schema: string): SchemaIndex | undefined {
    const loaded = this.#input.contents.get(schema);
    if (loaded?.state === 'loaded') return indexOf(loaded);
    if (loaded?.state !== 'failed') this.#unread.add(schema);
    return undefined;
  }
}

function tableObjectId({ schema, name }: TableName): ObjectId {
  return objectId({ kind: 'table', schema, name, table: null });
}

import type { Choice } from '../../../plan/choose.ts';
import type { Statement, TablePlan } from '../../../plan/plan.ts';
import { quote } from '../../../postgres/quote.ts';
import { type ObjectId, objectLabel, type SchemaObject } from '../../../schema/object.ts';
import { type TableName, tableId } from '../../../schema/table.ts';
import { largestFirst } from './order.ts';
import type { PostgresStructureWriter } from './writer.ts';

/**
 * The statements of a choice, with what each waits for and what it must have to itself. The order is one that works when they
 * are run one after the other; `requires` and `locks` say what may run side by side.
 */
export function composeStatements(writer: PostgresStructureWriter, choice: Choice, tables: readonly TablePlan[]): readonly Statement[] {
  return new Composer(writer, choice, tables).all();
}

type Part = Pick<Statement, 'part' | 'requires' | 'locks' | 'shares'> & {
  readonly id: string;
  readonly sql: readonly string[];
  readonly phase?: Statement['phase'];
};

class Composer {
  readonly #writer: PostgresStructureWriter;
  readonly #choice: Choice;
  readonly #plans: ReadonlyMap<string, TablePlan>;
  readonly #byId: ReadonlyMap<ObjectId, SchemaObject>;
  readonly #places: ReadonlyMap<ObjectId, number>;
  readonly #circles: ReadonlySet<ObjectId>;
  readonly #phases = new Map<ObjectId, Statement['phase']>();

  constructor(writer: PostgresStructureWriter, choice: Choice, tables: readonly TablePlan[]) {
    this.#writer = writer;
    this.#choice = choice;
    this.#plans = new Map(tables.map((table) => [table.id, table]));
    this.#byId = new Map(choice.chosen.map((object) => [object.id, object]));
    this.#places = new Map(choice.chosen.map(({ id }, place) => [id, place]));
    this.#circles = new Set(choice.circles);
  }

  all(): readonly Statement[] {
    const { chosen, circles } = this.#choice;
    const objects = (ids: readonly ObjectId[]) => ids.flatMap((id) => this.#byId.get(id) ?? []);
    const statements = [
      ...chosen.flatMap((object) => [...this.#make(object), ...this.#attach(object)]),
      ...objects(circles).flatMap((view) => this.#body(view)),
      ...chosen.flatMap((object) => this.#later(object)),
      ...chosen.flatMap((object) => this.#owner(object)),
      ...chosen.flatMap((object) => this.#grant(object)),
    ];
    return [
      ...statements.filter(({ phase }) => phase === 'before'),
      ...largestFirst(
        statements.filter(({ phase }) => phase === 'after'),
        this.#plans,
      ),
    ];
  }

  #make(object: SchemaObject): readonly Statement[] {
    const sql = object.kind === 'table' ? (this.#writer.table(object, this.#plan(object))?.make ?? []) : this.#own(object);
    const locks = this.#locks(object);
    const held = isOnlyBuilt(object) ? { locks: [], shares: locks } : { locks };
    return this.#statement(object, { id: object.id, part: 'make', sql, requires: this.#before(object), ...held });
  }

  /** A view in a circle stands without its body at first. */
  #own(object: SchemaObject): readonly string[] {
    return this.#circles.has(object.id) ? this.#writer.renamed(object.standIn) : this.#writer.sql(object);
  }

  #attach(object: SchemaObject): readonly Statement[] {
    if (object.kind !== 'table') return [];
    const written = this.#writer.table(object, this.#plan(object));
    const parents = object.requires.filter((id) => this.#byId.get(id)?.kind === 'table');
    const requires = [object.id, ...this.#mains(object.requires)];
    const locks = [...this.#locks(object), ...parents.map((id) => this.#lockOf(id))];
    return [
      ...this.#statement(object, { id: `attach ${object.id}`, part: 'later', sql: written?.attach ?? [], requires, locks }),
      ...this.#statement(object, {
        id: `after ${object.id}`,
        part: 'later',
        sql: written?.after ?? [],
        requires: [object.id],
        locks,
        phase: 'after',
      }),
    ];
  }

  #body(view: SchemaObject): readonly Statement[] {
    const requires = [view.id, ...this.#mains(view.requires)];
    // Only what stands in for it is replaced: a view that somebody made meanwhile is not.
    const sql = this.#writer.sql(view).map((each) => each.replace(/^create view /, 'create or replace view '));
    return this.#statement(view, { id: `body ${view.id}`, part: 'later', sql, requires, locks: this.#locks(view) });
  }

  /** What is named after both sides are there. A materialized view is filled when the rows are, those it reads before it. */
  #later(object: SchemaObject): readonly Statement[] {
    if (object.later.length === 0 || object.laterRequires.some((id) => !this.#byId.has(id)) || this.#isOfLeftColumn(object)) return [];
    const fills = object.kind === 'materialized-view';
    const reads = fills ? this.#materializedBelow(object).map((id) => `later ${id}`) : [];
    const partners = object.laterRequires.map((id) => this.#byId.get(id)).flatMap((each) => (each === undefined ? [] : this.#locks(each)));
    return this.#statement(object, {
      id: `later ${object.id}`,
      part: 'later',
      sql: this.#writer.renamed(object.later),
      requires: [object.id, ...this.#mains(object.laterRequires), ...reads],
      locks: [...this.#locks(object), ...partners],
      ...(fills ? { phase: 'after' as const } : {}),
    });
  }

  /** A sequence whose column was not chosen belongs to no column here. */
  #isOfLeftColumn({ kind, later, laterRequires }: SchemaObject): boolean {
    if (kind !== 'sequence') return false;
    const left = laterRequires.flatMap((id) => this.#byId.get(id) ?? []).flatMap((table) => this.#plan(table)?.leftOut ?? []);
    return left.some((column) => later.some((sql) => sql.endsWith(`.${quote(column)}`)));
  }

  #owner(object: SchemaObject): readonly Statement[] {
    if (!this.#writer.input.options.ownership) return [];
    return this.#statement(object, {
      id: `owner ${object.id}`,
      part: 'owner',
      sql: this.#writer.renamed(object.ownership.filter((sql) => this.#rolesThere(object, sql, this.#writer.input.there.ownerRoles))),
      requires: [object.id],
      locks: this.#locks(object),
      phase: 'after',
    });
  }

  #grant(object: SchemaObject): readonly Statement[] {
    if (!this.#writer.input.options.grants) return [];
    return this.#statement(object, {
      id: `grant ${object.id}`,
      part: 'grant',
      sql: this.#writer.renamed(object.grants.filter((sql) => this.#rolesThere(object, sql)).flatMap((sql) => this.#knownPrivileges(sql))),
      requires: [object.id],
      locks: this.#locks(object),
      phase: 'after',
    });
  }

  /** Owners and grantees that cannot be had here are in the precheck's list; the other grants of an object go on without them. */
  #rolesThere({ grantees }: SchemaObject, sql: string, roles = this.#writer.input.there.roles): boolean {
    return grantees.every((role) => roles.has(role) || !sql.includes(quote(role)));
  }

  /** MAINTAIN came with version 17; before it only owners vacuum, which needs no word. */
  #knownPrivileges(sql: string): readonly string[] {
    if (this.#writer.input.there.version >= 170000 || !/\bMAINTAIN\b/.test(sql)) return [sql];
    const rest = sql.replace(/, MAINTAIN\b|\bMAINTAIN, /, '');
    return /\bMAINTAIN on\b/.test(rest) ? [] : [rest];
  }

  #statement(object: SchemaObject, { phase, sql, ...part }: Part): readonly Statement[] {
    if (sql.length === 0) return [];
    const { kind, id } = object;
    const table = object.table ?? (kind === 'table' ? { schema: object.schema ?? '', name: object.name } : null);
    const known = table !== null && this.#plans.has(tableId(table));
    return [
      {
        ...part,
        phase: phase ?? this.#phase(object),
        kind,
        object: objectLabel(this.#writer.place(object)),
        objectId: id,
        table: known ? tableId(table) : null,
        sql: sql.join(';\n'),
        locks: [...new Set(part.locks)],
      },
    ];
  }

  /** Whatever needs something that comes after the data comes after the data. */
  #phase(object: SchemaObject): Statement['phase'] {
    const known = this.#phases.get(object.id);
    if (known !== undefined) return known;
    // Said at once, for a circle asks again.
    this.#phases.set(object.id, object.phase);
    const requires = object.requires.flatMap((id) => this.#byId.get(id) ?? []);
    const phase = object.phase === 'after' || requires.some((each) => this.#phase(each) === 'after') ? 'after' : 'before';
    this.#phases.set(object.id, phase);
    return phase;
  }

  #plan({ schema, name }: SchemaObject): TablePlan | null {
    return this.#plans.get(tableId({ schema: schema ?? '', name })) ?? null;
  }

  /** What of its requirements comes before it: those of a circle that was cut come after, and are not waited for. */
  #before(object: SchemaObject): readonly string[] {
    const own = this.#places.get(object.id) ?? 0;
    return object.requires.filter((id) => (this.#places.get(id) ?? Number.POSITIVE_INFINITY) < own);
  }

  #mains(ids: readonly ObjectId[]): readonly string[] {
    return ids.filter((id) => this.#byId.has(id));
  }

  /** A part changes its table's row in the catalogs, a foreign key that of both tables, a child that of its parents. */
  #locks(object: SchemaObject): readonly string[] {
    const tables = object.requires.filter((id) => this.#byId.get(id)?.kind === 'table').map((id) => this.#lockOf(id));
    if (object.table !== null) return [lock(object.table), ...(object.kind === 'foreign-key' ? tables : [])];
    return [this.#lockOf(object.id), ...(object.kind === 'table' ? tables : [])];
  }

  #lockOf(id: ObjectId): string {
    const object = this.#byId.get(id);
    return object === undefined || object.schema === null ? id : lock({ schema: object.schema, name: object.name });
  }

  #materializedBelow(object: SchemaObject): readonly ObjectId[] {
    const seen = new Set<ObjectId>();
    const found: ObjectId[] = [];
    const visit = (id: ObjectId): void => {
      if (seen.has(id)) return;
      seen.add(id);
      const below = this.#byId.get(id);
      if (below === undefined) return;
      if (below.kind === 'materialized-view' && id !== object.id && below.later.length > 0) found.push(id);
      else for (const next of below.requires) visit(next);
    };
    for (const id of object.requires) visit(id);
    return found;
  }
}

/**
 * CREATE INDEX lets others read the table, so that several can be made of one table side by side. What is said of an index beside its
 * comment (CLUSTER ON, REPLICA IDENTITY) changes the table: two that hold it already would wait for each other.
 */
function isOnlyBuilt({ kind, sql }: SchemaObject): boolean {
  return kind === 'index' && sql.slice(1).every((each) => each.startsWith('comment on index '));
}

function lock(table: TableName): string {
  return `table ${tableId(table)}`;
}

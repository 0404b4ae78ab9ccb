import { EngineError } from '../../../errors.ts';
import type { Choice } from '../../../plan/choose.ts';
import type { Statement, TablePlan } from '../../../plan/plan.ts';
import { quote } from '../../../postgres/quote.ts';
import { createRenamer, type Renamer } from '../../../postgres/rename.ts';
import { withGivenTypes } from '../../../postgres/structure/table/given.ts';
import { type TableStatements, tableStatements } from '../../../postgres/structure/table/statements.ts';
import { type LeftOut, type ObjectId, type ObjectName, objectId, type Refusal, type SchemaObject } from '../../../schema/object.ts';
import { type TableSpec, tableId } from '../../../schema/table.ts';
import { text } from '../../../text.ts';
import type { StructureInput, StructureWriter } from '../../destination.ts';
import { composeStatements } from './compose.ts';

/** Writes the source's objects as a PostgreSQL destination takes them: names mapped, constructs it does not know refused. */
export function createStructureWriter(input: StructureInput): StructureWriter {
  return new PostgresStructureWriter(input);
}

export class PostgresStructureWriter implements StructureWriter {
  readonly input: StructureInput;
  readonly #renamer: Renamer;
  readonly #specs: ReadonlyMap<string, TableSpec>;
  readonly #there: ReadonlySet<ObjectId>;
  readonly #written = new Map<ObjectId, readonly string[]>();

  constructor(input: StructureInput) {
    this.input = input;
    this.#renamer = createRenamer(input.names);
    const plans = new Map(input.tables.map((table) => [table.id, table]));
    this.#specs = new Map(
      input.catalog.tables.map((spec) => [tableId(spec), withGivenTypes(spec, plans.get(tableId(spec)) ?? NO_COLUMNS)]),
    );
    this.#there = new Set(input.there.objects.map(({ id }) => id));
  }

  place(object: ObjectName): ObjectName {
    const { names } = this.input;
    const table = object.table === null ? null : names.relation(object.table);
    const { kind, schema, name } = object;
    if (kind === 'schema') return { kind, schema, name: names.schema(name), table };
    if (table !== null) return { kind, schema: schema === null ? null : table.schema, name, table };
    if (schema === null) return { kind, schema, name, table };
    if (RELATIONS.has(kind)) return { kind, ...names.relation({ schema, name }), table };
    return { kind, schema: names.schema(schema), name: this.#withArguments(name), table };
  }

  present(object: SchemaObject): boolean {
    return this.#there.has(objectId(this.place(object)));
  }

  refuses(object: SchemaObject): (Refusal & Pick<LeftOut, 'reason'>) | null {
    return this.#tooNew(object) ?? this.#unavailable(object) ?? this.#missingRole(object) ?? this.#unnamable(object);
  }

  statements(choice: Choice, tables: readonly TablePlan[]): readonly Statement[] {
    return composeStatements(this, choice, tables);
  }

  ddl(object: SchemaObject): string {
    const statements = object.kind === 'table' ? this.table(object, null)?.make : this.sql(object);
    return (statements ?? []).map((sql) => `${sql};`).join('\n');
  }

  opaque({ chosen }: Choice) {
    return chosen.flatMap((object) => {
      const names = object.opaque === null || !this.input.names.changes ? [] : this.#renamer.mentions(object.opaque);
      return names.length === 0 ? [] : [{ object, names }];
    });
  }

  /** An object's own statements in the destination's names. Each is mapped once: refusing and writing ask for the same. */
  sql(object: SchemaObject): readonly string[] {
    const known = this.#written.get(object.id);
    if (known !== undefined) return known;
    const written = this.renamed(object.sql);
    this.#written.set(object.id, written);
    return written;
  }

  /** A table's statements for the columns that were chosen of it; null when it is not among the selected ones. */
  table(object: SchemaObject, plan: TablePlan | null): TableStatements | null {
    const spec = this.#specs.get(tableId({ schema: object.schema ?? '', name: object.name }));
    if (spec === undefined) return null;
    const left = new Set(plan?.leftOut);
    const columns = new Set(spec.columns.map(({ name }) => name).filter((name) => !left.has(name)));
    const { names, there } = this.input;
    const renamed = names.changes && (names.relation(spec).name !== spec.name || names.columns(spec) !== null);
    const { make, attach, after } = tableStatements(spec, { columns, version: there.version, renamed });
    return { make: this.renamed(make), attach: this.renamed(attach), after: this.renamed(after) };
  }

  renamed(statements: readonly string[]): readonly string[] {
    return this.input.names.changes ? statements.map((sql) => this.#renamer.statement(sql)) : statements;
  }

  /** Routines are told apart by their arguments, whose types may be of a schema that is renamed. */
  #withArguments(name: string): string {
    const open = name.indexOf('(');
    if (open === -1 || !name.endsWith(')') || !this.input.names.changes) return name;
    const types = name.slice(open + 1, -1);
    const mapped = types === '' ? [] : types.split(', ').map((type) => (type === 'NONE' ? type : this.#renamer.type(type)));
    return `${name.slice(0, open)}(${mapped.join(', ')})`;
  }

  #tooNew({ needs }: SchemaObject): (Refusal & Pick<LeftOut, 'reason'>) | null {
    const lacking = needs.find(({ version }) => version > this.input.there.version);
    if (lacking === undefined) return null;
    const [needed, has] = [major(lacking.version), major(this.input.there.version)];
    return {
      reason: 'version',
      cause: text(
        `It uses ${lacking.what.en}, which PostgreSQL has from version ${needed} on; the destination is version ${has}`,
        `该对象使用了 PostgreSQL ${needed} 及以上版本才支持的${lacking.what.zh}，目标库版本为 ${has}`,
      ),
      fix: text(
        `Migrate to version ${needed} or later, or change the object at the source so that it does without.`,
        `请迁移到 ${needed} 或更高版本，或在源库修改该对象。`,
      ),
    };
  }

  #unavailable({ kind, name }: SchemaObject): (Refusal & Pick<LeftOut, 'reason'>) | null {
    if (kind !== 'extension' || this.input.there.extensions.has(name)) return null;
    return {
      reason: 'extension',
      cause: text(`The destination server does not offer extension ${name}`, `目标库服务器未提供扩展 ${name}`),
      fix: text(
        `Install the package that holds ${name} on the destination server (or allow it there), then run the precheck again.`,
        `请在目标库服务器安装（或启用）扩展 ${name}，然后重新预检查。`,
      ),
    };
  }

  #missingRole({ roles }: SchemaObject): (Refusal & Pick<LeftOut, 'reason'>) | null {
    const missing = roles.filter((role) => !this.input.there.roles.has(role));
    if (missing.length === 0) return null;
    const list = missing.join(', ');
    return {
      reason: 'role',
      cause: text(`It is made for roles that the destination does not have: ${list}`, `该对象引用了目标库中不存在的角色：${list}`),
      fix: text(
        `Run at the destination: ${missing.map((role) => `CREATE ROLE ${quote(role)};`).join(' ')}`,
        `请在目标库执行：${missing.map((role) => `CREATE ROLE ${quote(role)};`).join(' ')}`,
      ),
    };
  }

  #unnamable(object: SchemaObject): (Refusal & Pick<LeftOut, 'reason'>) | null {
    try {
      this.sql(object);
      return null;
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      return { reason: 'rename', cause: error.text, fix: error.hint };
    }
  }
}

const NO_COLUMNS = { columns: [] };

const RELATIONS = new Set<ObjectName['kind']>(['table', 'view', 'materialized-view', 'sequence']);

function major(version: number): number {
  return Math.floor(version / 10_000);
}

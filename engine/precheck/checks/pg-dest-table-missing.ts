import type { Destination } from '../../destination/destination.ts';
import { buildTables, schemaNames } from '../../plan/build.ts';
import type { Statement, TablePlan } from '../../plan/plan.ts';
import { qualified } from '../../postgres/quote.ts';
import { displayName, tableId } from '../../schema/table.ts';
import { text } from '../../text.ts';
import { type CheckContext, defineCheck, type Problem } from '../check.ts';
import { listed } from '../names.ts';
import { makesStructure } from '../selected.ts';

export const pgDestTableMissing = defineCheck({
  code: 'PG_DEST_TABLE_MISSING',
  title: text('Existence of the Destination Tables', '目标表存在性'),
  severity: 'fail',
  when: (config) => !makesStructure(config),
  run: async (context) => {
    const [tables, existing] = await Promise.all([context.tables(), context.existing()]);
    const kinds = new Map(existing.map((table) => [tableId(table), table.kind]));
    const kindOf = (table: TablePlan) => kinds.get(tableId(table.destination));
    const missing = tables.filter((table) => kindOf(table) === undefined);
    const problems = tables.filter((table) => kindOf(table) === 'other').map(noTable);
    return missing.length === 0 ? problems : [...problems, await absent(context, missing)];
  },
});

function noTable({ destination, source }: TablePlan): Problem {
  const name = displayName(destination);
  return {
    subject: name,
    cause: text(
      `${name} at the destination is not a table, so that it cannot take the rows of ${displayName(source)}`,
      `目标库中的 ${name} 不是表，无法写入 ${displayName(source)} 的数据`,
    ),
    fix: text('Map the table to another name in Configure Objects.', '请在“配置任务对象”中将该表映射为其他名称。'),
  };
}

/** One problem for all: the statements only work together, parents before partitions and types before tables. */
async function absent(context: CheckContext, missing: readonly TablePlan[]): Promise<Problem> {
  const names = listed(missing.map(({ destination }) => displayName(destination)));
  return {
    subject: context.config.destination.database,
    cause: text(
      `The destination has no ${names.en}, and the task does not make tables: Schema Migration is not among its types`,
      `目标库中不存在 ${names.zh}，而任务未选择库表结构迁移，不会创建表`,
    ),
    fix: text(
      'Choose Schema Migration as well, or run the statements at the destination.',
      '请同时选择库表结构迁移，或在目标库执行这些语句。',
    ),
    fixSql: (await statements(context, missing)).map(({ sql }) => `${sql};`).join('\n'),
  };
}

/** What the structure step would have run for these tables. */
async function statements(context: CheckContext, missing: readonly TablePlan[]): Promise<readonly Statement[]> {
  const [catalog, destination] = await Promise.all([context.catalog(), context.destination()]);
  const ids = new Set(missing.map(({ id }) => id));
  const all = structure(context, { catalog, destination, ids });
  const own = all.filter(({ table }) => table !== null && ids.has(table)).map(({ sql }) => sql);
  const schemas = new Set(missing.map((table) => table.destination.schema));
  return all.filter(({ kind, object, table, sql }) => {
    if (table !== null) return ids.has(table);
    if (kind === 'schema') return schemas.has(object);
    return uses(own, object) || missing.some((each) => sql.includes(` owned by ${qualified(each.destination)}.`));
  });
}

function structure(
  { config }: CheckContext,
  made: {
    readonly catalog: Parameters<Destination['structure']>[0];
    readonly destination: Destination;
    readonly ids: ReadonlySet<string>;
  },
): readonly Statement[] {
  const { catalog, destination, ids } = made;
  const schemas = schemaNames(config);
  const { tables } = buildTables({ config, catalog, existing: new Set(), columnType: (type) => destination.columnType(type, schemas) });
  return destination.structure(
    catalog,
    tables.map((table) => (ids.has(table.id) ? { ...table, origin: 'create' } : table)),
    schemas,
  );
}

/** Whether a type or sequence, shown as `schema.name`, is named in one of the statements, each part quoted or not. */
function uses(sqls: readonly string[], object: string): boolean {
  return sqls.some((sql) => sql.replaceAll('"', '').includes(object.replaceAll('"', '')));
}

import type { ExistingTable } from '../../destination/destination.ts';
import type { PostgresFacts } from '../../destination/facts.ts';
import { ownerOr } from '../../postgres/advice.ts';
import { qualified, quote } from '../../postgres/quote.ts';
import { displayName, tableId } from '../../schema/table.ts';
import { text } from '../../text.ts';
import { type CheckContext, defineCheck, type Problem } from '../check.ts';
import { MARKS_SCHEMA } from '../marks.ts';
import { grouped, listed } from '../names.ts';
import { always, carriesRows, intoPostgres, makesStructure, usesExisting } from '../selected.ts';

export const pgPrivilegeDest = defineCheck({
  code: 'PG_PRIVILEGE_DEST',
  title: text('Privileges of the Destination Account', '目标库账号权限'),
  about: text(
    'Whether the destination account may make schemas and tables and write rows there.',
    '检查目标库账号能否创建模式和表并写入数据。',
  ),
  severity: 'fail',
  when: intoPostgres(always),
  run: async (context) => {
    const facts = await context.destinationFacts();
    return [...databaseProblems(facts), ...schemaProblems(context, facts), ...tableProblems(facts, await usedTables(context))];
  },
});

/**
 * The right is needed even where all schemas exist: the server asks for it before it looks whether a schema made with
 * IF NOT EXISTS is there.
 */
function databaseProblems({ user, database, canCreate, server }: PostgresFacts): readonly Problem[] {
  if (canCreate) return [];
  const { en, zh } = ownerOr(text('the owner of the database', '数据库所有者'), server.provider);
  return [
    {
      subject: database,
      cause: text(
        `The destination account ${user} has no CREATE on the database ${database}: it cannot make schemas, among them ${MARKS_SCHEMA}, where the task keeps how far it has come`,
        `目标库账号 ${user} 没有数据库 ${database} 的 CREATE 权限：无法创建模式，包括用于记录任务进度的 ${MARKS_SCHEMA}`,
      ),
      fix: text(`Run the statement at the destination ${en}.`, `请${zh}在目标库执行该语句。`),
      fixSql: `GRANT CREATE ON DATABASE ${quote(database)} TO ${quote(user)};`,
    },
  ];
}

function schemaProblems({ config }: CheckContext, { user, schemas, server }: PostgresFacts): readonly Problem[] {
  const { en, zh } = ownerOr(text('the owner of the schema', '该模式的所有者'), server.provider);
  // Without the structure step nothing is made in the schemas of the tables.
  const needed = schemas.filter(({ name }) => makesStructure(config) || name === MARKS_SCHEMA);
  return needed
    .filter(({ exists, canCreate }) => exists && !canCreate)
    .map(({ name }) => ({
      subject: name,
      cause: text(
        `The destination account ${user} may not make tables in the existing schema ${name}: it lacks CREATE or USAGE on it`,
        `目标库账号 ${user} 无法在已有模式 ${name} 中创建表：缺少 CREATE 或 USAGE 权限`,
      ),
      fix: text(`Run the statement at the destination ${en}.`, `请${zh}在目标库执行该语句。`),
      fixSql: `GRANT USAGE, CREATE ON SCHEMA ${quote(name)} TO ${quote(user)};`,
    }));
}

/** Tables that were there before and get rows; marks that another account's task made. */
async function usedTables(context: CheckContext): Promise<readonly ExistingTable[]> {
  const marks = await context.marks();
  if (!usesExisting(context.config) || !carriesRows(context.config)) return marks;
  const [existing, tables] = await Promise.all([context.existing(), context.tables()]);
  const targets = new Set(tables.map((table) => tableId(table.destination)));
  return [...existing.filter((table) => targets.has(tableId(table))), ...marks];
}

function tableProblems({ user, server }: PostgresFacts, tables: readonly ExistingTable[]): readonly Problem[] {
  const { en, zh } = ownerOr(text('the owner of the tables', '表的所有者'), server.provider);
  const refused = tables.filter(({ kind, writable }) => kind !== 'other' && !writable);
  return grouped(refused, ({ schema }) => schema).map(([schema, group]) => {
    const names = listed(group.map(displayName));
    return {
      subject: schema,
      cause: text(
        `The destination account ${user} may not read and change all rows of the existing ${names.en}: it lacks SELECT, INSERT, UPDATE, DELETE or TRUNCATE, or USAGE on the schema`,
        `目标库账号 ${user} 无法读写已有表 ${names.zh} 的全部数据：缺少 SELECT、INSERT、UPDATE、DELETE、TRUNCATE 权限或模式的 USAGE 权限`,
      ),
      fix: text(`Run the statements at the destination ${en}.`, `请${zh}在目标库执行这些语句。`),
      fixSql: [
        `GRANT USAGE ON SCHEMA ${quote(schema)} TO ${quote(user)};`,
        `GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON TABLE ${group.map(qualified).join(', ')} TO ${quote(user)};`,
      ].join('\n'),
    };
  });
}

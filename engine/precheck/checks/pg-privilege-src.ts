import type { SequenceRef } from '../../plan/plan.ts';
import { ownerOr } from '../../postgres/advice.ts';
import type { Provider } from '../../postgres/provider.ts';
import { qualified, quote } from '../../postgres/quote.ts';
import { displayName } from '../../schema/table.ts';
import { text } from '../../text.ts';
import { type CheckContext, defineCheck, type Problem } from '../check.ts';
import { grouped, listed } from '../names.ts';
import { always, carriesRows, isSystemSchema } from '../selected.ts';

export const pgPrivilegeSrc = defineCheck({
  code: 'PG_PRIVILEGE_SRC',
  title: text('Privileges of the Source Account', '源库账号权限'),
  about: text(
    'Whether the source account may read every selected table, and its sequences. One that it may not read stops the task.',
    '检查源库账号能否读取所有所选的表和序列：无权读取的对象会使任务停止。',
  ),
  severity: 'fail',
  when: always,
  run: async (context) => {
    const { user, server } = await context.sourceFacts();
    const who = { user, provider: server.provider };
    const closed = await closedSchemas(context);
    const problems = closed.map((schema) => noUsage(who, schema));
    if (!carriesRows(context.config)) return problems;
    return [...problems, ...(await unreadableTables(context, who)), ...(await unreadableSequences(context, { who, closed }))];
  },
});

/** The account that lacks a right, and who runs its server. */
interface Account {
  readonly user: string;
  readonly provider: Provider;
}

/** Catalogs tell of tables in schemas the account may not enter, also of partitions outside the selected schemas. */
async function closedSchemas(context: CheckContext): Promise<readonly string[]> {
  const [catalog, open] = await Promise.all([context.catalog(), context.sourceSchemas()]);
  const names = new Set(open.map(({ name }) => name));
  return [...new Set(catalog.tables.map(({ schema }) => schema))].filter((schema) => !names.has(schema) && !isSystemSchema(schema));
}

function noUsage({ user, provider }: Account, schema: string): Problem {
  const { en, zh } = ownerOr(text('the owner of the schema', '该模式的所有者'), provider);
  return {
    subject: schema,
    cause: text(
      `The source account ${user} has no USAGE on the schema ${schema}, without which nothing in it can be read`,
      `源库账号 ${user} 没有模式 ${schema} 的 USAGE 权限，无法读取其中的对象`,
    ),
    fix: text(`Run the statement at the source ${en}.`, `请${zh}在源库执行该语句。`),
    fixSql: `GRANT USAGE ON SCHEMA ${quote(schema)} TO ${quote(user)};`,
  };
}

async function unreadableTables(context: CheckContext, { user, provider }: Account): Promise<readonly Problem[]> {
  const { en, zh } = ownerOr(text('the owner of the tables', '表的所有者'), provider);
  const { tables } = await context.catalog();
  const refused = tables.filter(({ readable }) => !readable);
  return grouped(refused, ({ schema }) => schema).map(([schema, specs]) => {
    const names = listed(specs.map(displayName));
    return {
      subject: schema,
      cause: text(
        `The source account ${user} has no SELECT on ${names.en}, whose rows are to be read`,
        `源库账号 ${user} 没有 ${names.zh} 的 SELECT 权限，无法读取其数据`,
      ),
      fix: text(
        `Run the statement at the source ${en}. A partition needs the right itself; its parent does not hand it on.`,
        `请${zh}在源库执行该语句。分区须单独授权，不会继承父表的权限。`,
      ),
      fixSql: `GRANT SELECT ON TABLE ${specs.map(qualified).join(', ')} TO ${quote(user)};`,
    };
  });
}

async function unreadableSequences(
  context: CheckContext,
  rights: { readonly who: Account; readonly closed: readonly string[] },
): Promise<readonly Problem[]> {
  const sequences = await context.closedSequences();
  return sequences.flatMap(({ source }) => (rights.closed.includes(schemaOf(source)) ? [] : [noSequence(rights.who, source)]));
}

function schemaOf(ref: SequenceRef): string {
  return 'sequence' in ref ? ref.sequence.schema : ref.table.schema;
}

function noSequence({ user, provider }: Account, ref: SequenceRef): Problem {
  const { en, zh } = ownerOr(text('the owner of the sequence', '序列的所有者'), provider);
  const subject = 'sequence' in ref ? displayName(ref.sequence) : `${displayName(ref.table)}.${ref.column}`;
  // The sequence behind an identity column has a name that only the server knows.
  const target = 'sequence' in ref ? `SEQUENCE ${qualified(ref.sequence)}` : `ALL SEQUENCES IN SCHEMA ${quote(ref.table.schema)}`;
  return {
    subject,
    cause: text(
      `The source account ${user} has no SELECT on the sequence ${subject}, so that its value cannot be carried over`,
      `源库账号 ${user} 没有序列 ${subject} 的 SELECT 权限，无法迁移其当前值`,
    ),
    fix: text(`Run the statement at the source ${en}.`, `请${zh}在源库执行该语句。`),
    fixSql: `GRANT SELECT ON ${target} TO ${quote(user)};`,
  };
}

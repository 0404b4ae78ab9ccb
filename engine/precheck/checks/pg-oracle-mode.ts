import type { PostgresFacts } from '../../destination/facts.ts';
import { quote } from '../../postgres/quote.ts';
import { displayName, type TableName } from '../../schema/table.ts';
import { text } from '../../text.ts';
import { type CheckContext, defineCheck, type Problem } from '../check.ts';
import { grouped, listed } from '../names.ts';
import { makesStructure, type SelectedTable, selectedTables } from '../selected.ts';

/** What the Oracle-compatible mode does to values and names although this tool asks its sessions to do as PostgreSQL does. */
export const pgOracleMode = defineCheck({
  code: 'PG_ORACLE_MODE',
  title: text('Differences of the Oracle-Compatible Mode', '兼容 Oracle 模式的差异'),
  about: text(
    'What an Oracle-compatible destination stores differently: empty strings, dates with a time of day.',
    '检查兼容 Oracle 模式的目标库存储方式的差异：如空字符串、含时间的 DATE。',
  ),
  severity: 'warn',
  when: (config) => config.destination.type === 'polardb-oracle',
  run: async (context) => {
    const [facts, selected] = await Promise.all([context.destinationFacts(), selectedTables(context)]);
    if (facts.flavour.name !== 'polardb-oracle') return [];
    return [...dates(context, facts, selected), ...emptyStrings(facts, selected), ...sameNames(selected)];
  },
});

function columnsOf(selected: readonly SelectedTable[], isType: (type: string) => boolean): readonly string[] {
  return selected.flatMap(({ plan, spec }) =>
    spec.columns
      .filter(({ name, type }) => isType(type) && plan.columns.some(({ source }) => source === name))
      .map(({ name }) => `${displayName(spec)}.${name}`),
  );
}

const isDate = (type: string): boolean => type === 'date' || type === 'date[]';
const isString = (type: string): boolean => /^(text|character|"char")/.test(type);

function dates({ config }: CheckContext, { flavour, database }: PostgresFacts, selected: readonly SelectedTable[]): readonly Problem[] {
  const columns = columnsOf(selected, isDate);
  if (!flavour.dateHasTime || columns.length === 0 || !makesStructure(config)) return [];
  const names = listed(columns);
  return [
    {
      subject: database,
      cause: text(
        `${database} makes DATE columns with a time of day, and the account may not change that: ${names.en} become TIMESTAMP(0), and every value gets the time 00:00:00`,
        `${database} 的 DATE 列带有时间部分，且账号无权更改该设置：${names.zh} 将变为 TIMESTAMP(0)，所有值的时间均为 00:00:00`,
      ),
      fix: text(
        'Set polar_comp_redwood_date to off for the time of the task (the statement, or the parameters of the cluster), or ignore this if a time of day is wanted.',
        '请在任务期间将 polar_comp_redwood_date 设为 off（执行该语句，或修改集群参数）；若需要时间部分，可忽略该项。',
      ),
      fixSql: `ALTER DATABASE ${quote(database)} SET polar_comp_redwood_date = off;`,
    },
  ];
}

function emptyStrings({ flavour, database }: PostgresFacts, selected: readonly SelectedTable[]): readonly Problem[] {
  const strings = columnsOf(selected, isString);
  if (strings.length === 0 || (!flavour.emptyIsNull && !flavour.emptyIsNullElsewhere)) return [];
  const fixSql = `ALTER DATABASE ${quote(database)} SET polar_empty_string_is_null_enable = off;`;
  const fix = text(
    'Set polar_empty_string_is_null_enable to off (the statement, or the parameters of the cluster), or ignore this if no selected column holds empty strings.',
    '请将 polar_empty_string_is_null_enable 设为 off（执行该语句，或修改集群参数）；若所选列没有空字符串，可忽略该项。',
  );
  if (!flavour.emptyIsNull)
    return [
      {
        subject: database,
        cause: text(
          `Empty strings are migrated to ${database} as they are, but its applications read '' as NULL: conditions like name = '' find none of them`,
          `空字符串会原样迁移到 ${database}，但其应用会话将 '' 视为 NULL：name = '' 之类的条件将查不到这些数据`,
        ),
        fix,
        fixSql,
      },
    ];
  const strict = listed(columnsOf(selected.map(notNullOnly), isString));
  const refused =
    strict.en === ''
      ? text('', '')
      : text(
          `; in ${strict.en}, which are NOT NULL, they are refused and the task fails`,
          `；${strict.zh} 为 NOT NULL，写入将被拒绝，任务会失败`,
        );
  return [
    {
      subject: database,
      cause: text(
        `${database} stores empty strings as NULL, and the account may not change that: ${listed(strings).en} lose the difference${refused.en}`,
        `${database} 会将空字符串存为 NULL，且账号无权更改该设置：${listed(strings).zh} 将无法区分二者${refused.zh}`,
      ),
      fix,
      fixSql,
    },
  ];
}

function notNullOnly({ plan, spec }: SelectedTable): SelectedTable {
  return { plan, spec: { ...spec, columns: spec.columns.filter(({ notNull }) => notNull) } };
}

/** With its case insensitivity on, names all in upper and all in lower case are the same name; those of mixed case are not. */
function sameNames(selected: readonly SelectedTable[]): readonly Problem[] {
  const tables = selected.map(({ plan }) => plan.destination);
  const columns = selected.flatMap(({ plan }) => plan.columns.map(({ destination }) => ({ table: plan.destination, name: destination })));
  return [...clashing(tables, (table) => `${table.schema}.`), ...clashing(columns, ({ table }) => `${displayName(table)}.`)];
}

function clashing<T extends Pick<TableName, 'name'>>(items: readonly T[], place: (item: T) => string): readonly Problem[] {
  const uniform = items.filter(({ name }) => name === name.toLowerCase() || name === name.toUpperCase());
  return grouped(uniform, (item) => `${place(item)}${item.name.toLowerCase()}`)
    .filter(([, group]) => group.length > 1)
    .map(([subject, group]) => {
      const names = group.map(({ name }) => `"${name}"`);
      return {
        subject,
        cause: text(
          `${names.join(' and ')} (${subject}) are one name where the case insensitivity of the destination is on`,
          `目标库开启大小写不敏感时，${names.join('、')}（${subject}）将被视为同一名称`,
        ),
        fix: text(
          'Map one of them to another name in Configure Objects, or ignore this if case insensitivity is off in the cluster.',
          '请在“配置任务对象”中将其中之一映射为其他名称；若集群未开启大小写不敏感，可忽略该项。',
        ),
      };
    });
}

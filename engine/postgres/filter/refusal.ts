import { displayName, type TableName } from '../../schema/table.ts';
import { type Text, text } from '../../text.ts';
import { qualified } from '../quote.ts';
import { ONE_CONDITION, type Refusal, refuse } from './verdict.ts';

interface Rule {
  /** SQLSTATE, or its class. */
  readonly match: string;
  readonly code: string;
  readonly hint: (table: TableName) => Text;
}

const oneRow = () => text('A filter judges one row at a time: compare columns of the row.', '过滤条件逐行判断：请比较本行的列。');

const RULES: readonly Rule[] = [
  { match: '42804', code: 'filter.not-boolean', hint: () => ONE_CONDITION },
  { match: '42803', code: 'filter.aggregate', hint: oneRow },
  { match: '42P20', code: 'filter.window', hint: oneRow },
  { match: '0A000', code: 'filter.unsupported', hint: oneRow },
  {
    match: '42883',
    code: 'filter.function',
    hint: () =>
      text(
        'Check the name and the types. A function or operator that is not built in needs its schema in front: public.f(x).',
        '请检查名称和类型。非内置的函数或运算符须带上模式名，例如 public.f(x)。',
      ),
  },
  {
    match: '42704',
    code: 'filter.function',
    hint: () =>
      text('Write types that are not built in with their schema: public.status.', '非内置的类型须带上模式名，例如 public.status。'),
  },
  {
    match: '42501',
    code: 'right.missing',
    hint: (table) =>
      text(
        `Grant the account SELECT on the table: GRANT SELECT ON ${qualified(table)} TO account;`,
        `请为账号授予该表的查询权限：GRANT SELECT ON ${qualified(table)} TO 账号;`,
      ),
  },
  {
    match: '57014',
    code: 'filter.slow',
    hint: () => text('Use a simpler condition.', '请使用更简单的条件。'),
  },
  {
    match: '55P03',
    code: 'filter.locked',
    hint: () => text('Another session holds the table. Try again in a moment.', '该表正被其他会话锁定，请稍后重试。'),
  },
  {
    match: '22',
    code: 'filter.value',
    hint: () => text('Write the value in the form its column takes.', '请按该列类型要求的格式填写取值。'),
  },
  { match: '42', code: 'filter.refused', hint: () => ONE_CONDITION },
];

/** The server's refusal of a filter in words for the person who wrote it; null when the error is not about the filter. */
export function refusalOf(error: unknown, place: { readonly table: TableName; readonly at: number | null }): Refusal | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  const { code, message } = error;
  const rule = RULES.find(({ match }) => match === code) ?? RULES.find(({ match }) => match.length === 2 && code.startsWith(match));
  if (rule === undefined || code.length !== 5) return null;
  const table = displayName(place.table);
  return refuse({
    code: rule.code,
    message: text(`The source refuses the filter of ${table}: ${message}`, `源库不接受表 ${table} 的过滤条件：${message}`),
    hint: rule.hint(place.table),
    at: place.at,
  });
}

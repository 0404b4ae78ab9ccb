import { text } from '../../text.ts';
import { columnOf } from './column.ts';
import { isNode, kindOf, type Node, placeOf, strings } from './node.ts';
import { fromBytes } from './offset.ts';
import type { Call, ParsedFilter, Reading } from './parsed.ts';
import { type Fault, ONE_CONDITION, type Refusal, refuse } from './verdict.ts';

interface Found {
  readonly columns: Set<string>;
  readonly calls: Call[];
}

/** Every kind of node a filter may hold; a kind that is not listed is refused. */
const ALLOWED = new Set(
  `BoolExpr A_Expr ColumnRef A_Const FuncCall TypeCast NullTest BooleanTest CaseExpr CaseWhen CoalesceExpr MinMaxExpr RowExpr List
   A_ArrayExpr A_Indirection A_Indices CollateClause SQLValueFunction NamedArgExpr String Integer Float Boolean BitString
   JsonIsPredicate JsonFuncExpr JsonValueExpr JsonFormat JsonOutput JsonArgument JsonBehavior JsonReturning XmlExpr`.split(/\s+/),
);

/** PostgreSQL's own aggregates that people try in filters; the server knows all others. */
const AGGREGATES = new Set(
  'count sum avg min max array_agg string_agg bool_and bool_or every json_agg jsonb_agg stddev variance'.split(' '),
);

/** Walks the condition, refusing what a filter may not hold and collecting what it uses. */
export function inspect(condition: unknown, reading: Reading): ParsedFilter {
  const constant = constantOf(condition, reading);
  if (constant !== null) return constant;
  const found: Found = { columns: new Set(), calls: [] };
  const refusal = visit(condition, reading, found);
  return refusal ?? { ok: true, columns: [...found.columns], calls: found.calls };
}

function visit(value: unknown, reading: Reading, found: Found): Refusal | null {
  const node = kindOf(value);
  if (node !== null) {
    const refusal = check(node.kind, node.body, { reading, found });
    if (refusal !== null) return refusal;
  }
  const children = Array.isArray(value) ? value : isNode(value) ? Object.values(value) : [];
  for (const child of children) {
    const refusal = visit(child, reading, found);
    if (refusal !== null) return refusal;
  }
  return null;
}

function check(kind: string, body: Node, { reading, found }: { readonly reading: Reading; readonly found: Found }): Refusal | null {
  const at = offsetOf(body, reading);
  const fault = FORBIDDEN[kind] ?? (ALLOWED.has(kind) ? null : other(kind));
  if (fault !== null) return refuse({ ...fault, at });
  if (kind === 'ColumnRef') {
    const column = columnOf(body, reading, at);
    if (typeof column !== 'string') return column;
    found.columns.add(column);
  }
  if (kind === 'FuncCall') return checkCall(body, at, found);
  if (kind === 'A_Expr') found.calls.push({ ...named(strings(body.name)), arguments: null, at });
  return null;
}

function checkCall(body: Node, at: number | null, found: Found): Refusal | null {
  const call = { ...named(strings(body.funcname)), arguments: Array.isArray(body.args) ? body.args.length : 0, at };
  if (isNode(body.over)) return refuse({ ...windowFunction(call.name), at });
  const aggregate = ['agg_star', 'agg_distinct', 'agg_order', 'agg_filter', 'agg_within_group'].some((key) => body[key] !== undefined);
  const known = AGGREGATES.has(call.name) && (call.schema === null || call.schema === 'pg_catalog');
  if (aggregate || known) return refuse({ ...aggregateFunction(call.name), at });
  found.calls.push(call);
  return null;
}

function named(parts: readonly string[]): Pick<Call, 'schema' | 'name'> {
  return { schema: parts.length > 1 ? (parts.at(-2) ?? null) : null, name: parts.at(-1) ?? '' };
}

function offsetOf(node: unknown, { where, offset }: Reading): number | null {
  const place = placeOf(node);
  return place === null ? null : fromBytes(where, place - offset);
}

/** A number or string alone is never a condition; the server would try to read `'x'` as a boolean. */
function constantOf(condition: unknown, reading: Reading): Refusal | null {
  const node = kindOf(condition);
  if (node?.kind !== 'A_Const' || node.body.boolval !== undefined || node.body.isnull === true) return null;
  return refuse({
    code: 'filter.not-boolean',
    message: text('The filter is a value, not a condition', '过滤条件是一个值，而不是条件'),
    hint: ONE_CONDITION,
    at: offsetOf(node.body, reading),
  });
}

type Forbidden = Omit<Fault, 'at'>;

const FORBIDDEN: { readonly [kind: string]: Forbidden } = {
  SubLink: {
    code: 'filter.subquery',
    message: text('The filter holds a subquery', '过滤条件中含有子查询'),
    hint: text(
      'A filter may look at the row itself only: compare its columns with values.',
      '过滤条件只能判断本行数据：请将列与具体值比较。',
    ),
  },
  ParamRef: {
    code: 'filter.parameter',
    message: text('The filter holds a parameter ($1)', '过滤条件中含有参数（$1）'),
    hint: text('Write the value itself.', '请直接写出具体的值。'),
  },
  GroupingFunc: aggregateFunction('grouping'),
  JsonObjectAgg: aggregateFunction('json_objectagg'),
  JsonArrayAgg: aggregateFunction('json_arrayagg'),
  SetToDefault: {
    code: 'filter.unsupported',
    message: text('DEFAULT cannot be used in a filter', '过滤条件中不能使用 DEFAULT'),
    hint: ONE_CONDITION,
  },
};

function aggregateFunction(name: string): Forbidden {
  return {
    code: 'filter.aggregate',
    message: text(`The filter calls the aggregate function ${name}`, `过滤条件中使用了聚合函数 ${name}`),
    hint: text('A filter judges one row at a time: compare columns of the row.', '过滤条件逐行判断：请比较本行的列。'),
  };
}

function windowFunction(name: string): Forbidden {
  return {
    code: 'filter.window',
    message: text(`The filter calls the window function ${name}`, `过滤条件中使用了窗口函数 ${name}`),
    hint: text('A filter judges one row at a time: compare columns of the row.', '过滤条件逐行判断：请比较本行的列。'),
  };
}

function other(kind: string): Forbidden {
  return {
    code: 'filter.unsupported',
    message: text(`The filter holds a construct that filters do not allow (${kind})`, `过滤条件中含有不支持的写法（${kind}）`),
    hint: ONE_CONDITION,
  };
}

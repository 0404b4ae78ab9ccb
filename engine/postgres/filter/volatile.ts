import type pg from 'pg';
import { text } from '../../text.ts';
import type { ErrorScope } from '../errors.ts';
import { query } from '../query.ts';
import type { Call } from './parsed.ts';
import { type Refusal, refuse } from './verdict.ts';

/**
 * Which of the calls may be volatile. Overloads are told apart by their number of arguments only: where one of the fitting ones
 * is volatile the call is refused, for the others are rare and a filter that changes its mind loses rows.
 */
const VOLATILE = `
with call as (select * from unnest($1::text[], $2::text[], $3::int[]) with ordinality as c(schema, name, arguments, n))
select min(call.n) as n from call
join pg_proc p on true join pg_namespace pn on pn.oid = p.pronamespace
left join pg_operator o on call.arguments is null and o.oprcode = p.oid and o.oprname = call.name
left join pg_namespace n on n.oid = coalesce(o.oprnamespace, case when call.arguments is not null then p.pronamespace end)
where p.provolatile = 'v'
  and case when call.arguments is null then o.oid is not null
    else p.proname = call.name and (call.arguments between p.pronargs - p.pronargdefaults and p.pronargs or p.provariadic <> 0) end
  and case when call.schema is null then n.nspname = any (current_schemas(true)) else n.nspname = call.schema end`;

/** Refuses a filter that calls a function which may answer differently each time, or may write. */
export async function findVolatile(client: pg.ClientBase, scope: ErrorScope, calls: readonly Call[]): Promise<Refusal | null> {
  if (calls.length === 0) return null;
  const [row] = await query(client, scope, VOLATILE, [
    calls.map((call) => call.schema),
    calls.map((call) => call.name),
    calls.map((call) => call.arguments),
  ]);
  const call = row?.n == null ? undefined : calls[Number(row.n) - 1];
  return call === undefined ? null : volatileCall(call);
}

function volatileCall(call: Call): Refusal {
  const name = call.schema === null ? call.name : `${call.schema}.${call.name}`;
  return refuse({
    code: 'filter.volatile',
    message: text(
      `The filter calls ${name}, which may answer differently each time it is asked or may write (it is volatile)`,
      `过滤条件调用了 ${name}，该函数每次调用的结果可能不同，或可能写入数据（易变函数）`,
    ),
    hint: text(
      'Use functions that are IMMUTABLE or STABLE: the filter is asked again for every change.',
      '请使用 IMMUTABLE 或 STABLE 函数：每次数据变更都会重新计算过滤条件。',
    ),
    at: call.at,
  });
}

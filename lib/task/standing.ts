import type { TaskKind } from '#engine/task/config.ts';
import type { StateName } from '#engine/task/state.ts';
import { metadata } from '#lib/metadata/client.ts';
import { BEHIND_MS, BY_URGENCY } from './attention.ts';
import { taskHub } from './hub.ts';
import { LISTED, type Listed } from './list.ts';
import { summarize } from './summary.ts';

/** How all tasks stand: how many there are of each sort, and which are to be named first. */
export interface Standing {
  readonly counts: readonly { readonly kind: TaskKind; readonly state: StateName; readonly count: number }[];
  /** Ids of those that want a person, the worst first; of equals the newest. */
  readonly attention: readonly string[];
  readonly attentionCount: number;
  /** Ids of those the engine works on. */
  readonly running: readonly string[];
  /** Those that are named, in no order. */
  readonly named: readonly Listed[];
}

/** At most so many of each are named. */
export interface Most {
  readonly attention: number;
  readonly running: number;
}

/**
 * Told by the store, in one question: it looks at thousands of tasks in the time that reading some dozens takes here. What a task wants
 * is `attentionOf` in SQL; those that are brought over go before those that follow, these by how far they are behind.
 */
export async function readStanding(most: Most): Promise<Standing> {
  const [standing] = await metadata().$queryRaw<[Standing]>`
    with seen as (
      select task.id, kind, state, state_name, created_at, coalesce(live.value, summary) as summary
        from task left join jsonb_each(${liveSummaries()}::jsonb) live on live.key = task.id
    ), standing as materialized (
      select id, kind, state_name, created_at, state_name in ('preparing', 'loading', 'streaming') as works,
             case when state_name = 'streaming' then coalesce((summary ->> 'lagMs')::float8, 0) else 0 end as lag,
             array_position(${[...BY_URGENCY]}::text[], case
               when state_name = 'failed' then 'failed'
               when state_name = 'paused' and state -> 'error' is not null then 'paused-itself'
               when state_name in ('finished', 'stopped') then null
               when (summary ->> 'stopped')::int > 0 then 'refused'
               when (summary ->> 'failed')::int > 0 then 'tables-failed'
               when state_name in ('preparing', 'loading', 'streaming') and jsonb_typeof(summary -> 'retry') = 'object' then 'retrying'
               when state_name = 'blocked' then 'blocked'
               when state_name = 'streaming' and (summary ->> 'lagMs')::float8 > ${BEHIND_MS} then 'behind'
               when state_name = 'paused' then 'paused'
             end) as urgency
        from seen
    ), first as (
      select array(select id from standing where urgency is not null
                    order by urgency, created_at desc, id limit ${most.attention}) as attention,
             array(select id from standing where works
                    order by state_name = 'streaming', lag desc, created_at desc, id limit ${most.running}) as running
    )
    select (select coalesce(json_agg(each), '[]') from (
             select kind, state_name as state, count(*) from standing group by kind, state_name) each) as counts,
           (select count(*)::int from standing where urgency is not null) as "attentionCount", attention, running,
           (select coalesce(json_agg(each), '[]') from (
             select ${LISTED} from task where id = any(attention || running)) each) as named
      from first`;
  return standing;
}

/** What is stored of them is up to two seconds old. */
function liveSummaries(): string {
  return JSON.stringify(Object.fromEntries([...taskHub().allProgress()].map(([id, progress]) => [id, summarize(progress)])));
}

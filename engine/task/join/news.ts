import type { Away, Joining, Plan } from '../../plan/plan.ts';
import { nameOfTable, type TableId } from '../../schema/table.ts';

/** What of a plan says who comes and who has gone. */
export type Joined = Required<Pick<Plan, 'joining' | 'away'>>;

/**
 * What has become of those who come and go. It names them, and is taken into the plan as that is stored by then: what a person has changed
 * meanwhile stays.
 */
export type JoinedNews =
  | { readonly kind: 'changed'; readonly id: string; readonly part: Partial<Omit<Joining, 'id'>> }
  /** The destination has made it a part of the task. */
  | { readonly kind: 'joined'; readonly id: string }
  | { readonly kind: 'given-up'; readonly id: string }
  /** What others know by the first name is, or has below it, a table of the second. */
  | { readonly kind: 'called'; readonly was: TableId; readonly id: TableId }
  /** The source publishes them no more. */
  | { readonly kind: 'withdrawn'; readonly ids: readonly TableId[] };

/** Pure, and the same when it is taken in twice. */
export function withNews(plan: Plan, news: JoinedNews): Plan {
  return { ...plan, ...after({ joining: plan.joining ?? [], away: plan.away ?? [] }, news) };
}

function after({ joining, away }: Joined, news: JoinedNews): Joined {
  switch (news.kind) {
    case 'changed':
      return { joining: joining.map((each) => (each.id === news.id ? changed(each, news.part) : each)), away };
    case 'joined':
      return ended({ joining, away }, news.id, cameIn);
    case 'given-up':
      return ended({ joining, away }, news.id, passedOver);
    case 'called':
      return called({ joining, away }, news);
    case 'withdrawn':
      return { joining, away: away.map((each) => (news.ids.includes(each.id) ? { ...each, settled: true } : each)) };
  }
}

/** Its tables only become more. */
function changed(joining: Joining, part: Partial<Joining>): Joining {
  return { ...joining, ...part, ids: [...new Set([...joining.ids, ...(part.ids ?? [])])] };
}

function ended({ joining, away }: Joined, id: string, left: (away: readonly Away[], joining: Joining) => readonly Away[]): Joined {
  const found = joining.find((each) => each.id === id);
  return found === undefined ? { joining, away } : { joining: joining.filter((each) => each !== found), away: left(away, found) };
}

/** What was taken away once may have come back with it. Taken away while it came in, its tables are the task's, and leave it like any other. */
function cameIn(away: readonly Away[], { ids, cancelled }: Joining): readonly Away[] {
  const others = away.filter((each) => !ids.includes(each.id));
  return cancelled === true ? [...others, ...ids.map((id) => ({ id, source: nameOfTable(id), settled: false }))] : others;
}

/** The task's log has told of them, and is passed over there as for those that were taken away. */
function passedOver(away: readonly Away[], { ids }: Joining): readonly Away[] {
  const leaving = new Set(away.filter(({ settled }) => !settled).map(({ id }) => id));
  const given = ids.filter((id) => !leaving.has(id));
  return [...away.filter(({ id }) => !given.includes(id)), ...given.map((id) => ({ id, source: nameOfTable(id), settled: true }))];
}

/** A table that is still to leave does so under its new name. */
function called({ joining, away }: Joined, { was, id }: Extract<JoinedNews, { kind: 'called' }>): Joined {
  const gone = away.find((each) => each.id === was);
  const isNew = gone !== undefined && !away.some((each) => each.id === id);
  return {
    joining: joining.map((each) => (each.ids.includes(was) && !each.ids.includes(id) ? { ...each, ids: [...each.ids, id] } : each)),
    away: isNew ? [...away, { id, source: nameOfTable(id), settled: gone.settled }] : away,
  };
}

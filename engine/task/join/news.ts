import type { Away, CopyAsked, Joining, Plan } from '../../plan/plan.ts';
import { nameOfTable, type TableId } from '../../schema/table.ts';

/** What of a plan says who comes and who has gone. */
export type Joined = Required<Pick<Plan, 'joining' | 'joins' | 'away'>>;

type Parties = Omit<Joined, 'joins'>;

/**
 * What has become of those who come and go. It names them, and is taken into the plan as that is stored by then: what a person has changed
 * meanwhile stays.
 */
export type JoinedNews =
  | { readonly kind: 'changed'; readonly id: string; readonly part: Partial<Omit<Joining, 'id'>> }
  /** The rows of a table of the task are to be copied again beside it. */
  | { readonly kind: 'again'; readonly asked: CopyAsked }
  /** The destination has made it a part of the task. */
  | { readonly kind: 'joined'; readonly id: string }
  | { readonly kind: 'given-up'; readonly id: string }
  /** What others know by the first name is, or has below it, a table of the second. */
  | { readonly kind: 'called'; readonly was: TableId; readonly id: TableId }
  /** The source publishes them no more. */
  | { readonly kind: 'withdrawn'; readonly ids: readonly TableId[] };

/** Pure, and the same when it is taken in twice. */
export function withNews(plan: Plan, news: JoinedNews): Plan {
  const { joining = [], joins = 0, away = [] } = plan;
  return { ...plan, ...after({ joining, joins, away }, news) };
}

function after({ joining, joins, away }: Joined, news: JoinedNews): Partial<Joined> {
  switch (news.kind) {
    case 'again':
      return joining.some(({ again }) => again?.asked.id === news.asked.id)
        ? {}
        : { joining: [...joining, copiedAgain(`j${joins + 1}`, news.asked)], joins: joins + 1 };
    case 'changed':
      return { joining: joining.map((each) => (each.id === news.id ? changed(each, news.part) : each)) };
    case 'joined':
      return ended({ joining, away }, news.id, cameIn);
    case 'given-up':
      return ended({ joining, away }, news.id, passedOver);
    case 'called':
      return called({ joining, away }, news);
    case 'withdrawn':
      return { away: away.map((each) => (news.ids.includes(each.id) ? { ...each, settled: true } : each)) };
  }
}

/** Nothing is its before the table has left the task. */
function copiedAgain(id: string, asked: CopyAsked): Joining {
  return { id, objects: [], accepted: [], state: 'preparing', plan: null, ids: [], again: { asked } };
}

/** Its tables only become more. */
function changed(joining: Joining, part: Partial<Joining>): Joining {
  return { ...joining, ...part, ids: [...new Set([...joining.ids, ...(part.ids ?? [])])] };
}

function ended({ joining, away }: Parties, id: string, left: (away: readonly Away[], joining: Joining) => readonly Away[]): Parties {
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
function called({ joining, away }: Parties, { was, id }: Extract<JoinedNews, { kind: 'called' }>): Parties {
  const gone = away.find((each) => each.id === was);
  const isNew = gone !== undefined && !away.some((each) => each.id === id);
  return {
    joining: joining.map((each) => (each.ids.includes(was) && !each.ids.includes(id) ? { ...each, ids: [...each.ids, id] } : each)),
    away: isNew ? [...away, { id, source: nameOfTable(id), settled: gone.settled }] : away,
  };
}

import type { Plan, SourceTimeline } from '../plan/plan.ts';
import { type JoinedNews, withNews } from './join/news.ts';

/** What a worker has the plan changed by. All but a whole plan leave to others what they change of it meanwhile. */
export type PlanChange =
  | { readonly savePlan: Plan }
  | { readonly saveJoined: JoinedNews }
  | { readonly saveTimeline: SourceTimeline | null };

export function withChange(plan: Plan | null, change: PlanChange): Plan | null {
  if ('savePlan' in change) return change.savePlan;
  if (plan === null) return null;
  return 'saveJoined' in change ? withNews(plan, change.saveJoined) : { ...plan, timeline: change.saveTimeline };
}

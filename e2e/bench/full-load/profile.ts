import type { Costs } from '../profile.ts';
import type { Outcome } from './contest.ts';

/** The lines of an outcome in the table of where the time goes. */
export function costsOf({ contest, ours, peers }: Outcome): readonly Costs[] {
  return [
    { title: `${contest.title}: ours, the load`, costs: ours.map(({ load }) => load) },
    { title: `${contest.title}: ours, whole command`, costs: ours.map(({ whole }) => whole) },
    ...[...peers].map(([peer, costs]) => ({ title: `${contest.title}: ${peer.name}`, costs })),
  ];
}

import type { Destination } from '../../destination/destination.ts';
import { type ErrorReport, errorFrom } from '../../errors.ts';
import type { Joining } from '../../plan/plan.ts';
import { nameOfTable } from '../../schema/table.ts';
import { toCopyAgain } from '../copy-again.ts';
import { isStaying } from './again.ts';
import { inTime } from './in-time.ts';
import type { JoinRunInit } from './join-run.ts';
import { givenUp, joined, joinFailed, leftBehind } from './words.ts';

type EndingInit = Pick<JoinRunInit, 'run' | 'joins'>;

export async function isIn({ joins, run }: EndingInit, joining: Joining): Promise<boolean> {
  if (joining.state !== 'streaming') return false;
  await using destination = await joins.openDestination(joining);
  // On a connection of its own: the task's is in the middle of what it applies.
  await using task = await run.openDestination();
  return await hasJoined(destination, task, joining);
}

/** It is the task's at the destination. Noted last: nobody would look later for what it kept. */
export async function finish(init: EndingInit, joining: Joining): Promise<void> {
  init.joins.cameIn(joining);
  await releaseSource(init, joining);
  await init.joins.joined(joining);
  init.run.emit(joined(joining));
}

/**
 * What is at the destination stays. `ending`: what was told to end for it, and is at work still. What waits at the source for a slot ends
 * with that.
 * @returns false when it goes on: what it does later would be left behind
 */
export async function giveUp(init: EndingInit, joining: Joining, ending: Promise<unknown> | undefined): Promise<boolean> {
  const { joins, run } = init;
  if (ending !== undefined) {
    await releaseSource(init, joining);
    if (!(await inTime(ending))) return false;
  }
  await releaseSource(init, joining);
  await using task = await run.openSource();
  await task.withdraw(joining.ids.map(nameOfTable));
  await using destination = await joins.openDestination(joining);
  await destination.release();
  await joins.givenUp(joining);
  // Of what never left the task it was told why.
  if (!isStaying(joining)) run.emit(givenUp(joining));
  return true;
}

/** Its slot would keep the source's log for as long as nobody looks: copied anew it needs none of that. */
export async function fail({ joins, run }: EndingInit, joining: Joining, error: ErrorReport): Promise<void> {
  const { plan, state } = joining;
  run.emit(joinFailed(joining, error));
  for (const { id, hasRows } of plan?.tables ?? []) if (hasRows) run.emit({ kind: 'table', at: Date.now(), id, state: 'failed', error });
  if (plan === null || state === 'preparing') return;
  await joins.change(joining, { state: 'preparing', plan: toCopyAgain(plan) });
  await using source = await joins.openSource(joining);
  await source.dropSlot();
}

/** Cut off in the middle it is done again whole: nobody would look later for a slot that it left. */
async function releaseSource({ joins, run }: EndingInit, joining: Joining): Promise<void> {
  await using source = await joins.openSource(joining);
  const leftovers = await source.release();
  const lost = leftovers.find(({ error }) => error.connection);
  if (lost !== undefined) throw errorFrom(lost.error);
  for (const left of leftovers) run.emit(leftBehind(left));
}

/** Whether the destination has made it a part of the task: what it kept apart is gone then, and the task has its tables. */
async function hasJoined(destination: Destination, task: Pick<Destination, 'state'>, { state, plan }: Joining): Promise<boolean> {
  if (state !== 'streaming' || plan === null) return false;
  const { checkpoint } = await destination.state();
  const { overlay } = await task.state();
  return checkpoint === null && plan.tables.every(({ id }) => overlay?.tables.has(id) === true);
}

import { isRefusal } from '../ddl/refused.ts';
import { dealtWith, refusedNow } from '../ddl/tell-refused.ts';
import type { Destination } from '../destination/destination.ts';
import { isEngineError } from '../errors.ts';
import type { DdlAnswer, Plan } from '../plan/plan.ts';
import type { RefusedDdls } from '../plan/refused-ddl.ts';
import type { Position } from '../schema/row.ts';
import { planned } from './prepare.ts';
import { type AnswerInit, Replay, type ReplayInit } from './replay.ts';

/** What a person has answered to one of them, and what was not done yet. */
export function answerTo({ answers = [] }: Plan, refused: RefusedDdls | undefined): DdlAnswer | undefined {
  return answers.find((answer) => refused?.get(answer.refused)?.attempt === answer.attempt);
}

/**
 * Does what a person has answered to one refused command, between transactions of the source and in one transaction with the plans it
 * leaves. False when nothing was answered.
 */
export async function answerNext(init: AnswerInit & { readonly destination: Pick<Destination, 'open'> }): Promise<boolean> {
  const { checkpoint, overlay } = init.state;
  const answer = answerTo(init.plan, overlay?.refused);
  const known = answer && overlay?.refused?.get(answer.refused);
  if (answer === undefined || known === undefined || checkpoint === null) return false;
  let work = new Replay(init, known, answer);
  // What would be the same another time waits with the table, whatever it is: the others need not.
  const isOfTable = (error: unknown) => isRefusal(error) || (isEngineError(error) && !error.connection && error.retry === 'never');
  const after = await (known.stops ? work.commands() : work.alone()).catch(async (error: unknown) => {
    if (known.aside === undefined || !isOfTable(error)) throw error;
    // It was undone, and what is open anew knows nothing of it.
    await init.destination.open(init.plan);
    work = new Replay(init, known, answer);
    return work.refuse(error);
  });
  await commitHere(init, checkpoint);
  const refused = new Map(overlay?.refused);
  if (after === null) refused.delete(known.id);
  else refused.set(known.id, after);
  const { emit } = init.run;
  emit(planned({ ...init.plan, tables: after === null ? work.all : init.plan.tables }));
  for (const event of work.told) emit(event);
  emit(refusedNow(refused));
  if (after === null) emit(dealtWith(known, answer.action));
  else for (const id of after.stops ? after.tables : []) emit({ kind: 'table', at: Date.now(), id, state: 'stopped', error: after.error });
  return true;
}

/** The checkpoint stays where it is: nothing of the log was applied. */
export async function commitHere({ destination }: Pick<ReplayInit, 'destination'>, position: Position): Promise<void> {
  await destination.apply({ changes: [], commit: { position, at: Date.now(), transactions: 0 } });
  await destination.flush();
}

import type { Carriage } from '../../../ddl/carriage.ts';
import type { TablePlan } from '../../../plan/plan.ts';
import { displayName } from '../../../schema/table.ts';
import type { Loads } from '../loads.ts';
import type { Mark } from '../marks.ts';
import type { Sequences } from '../sequence.ts';
import type { SelectDbSession } from '../session.ts';
import { sharedTable, whyShared } from '../shared.ts';
import { type After, NOTHING_AFTER, together, type Undo } from '../state.ts';
import { type Altering, runStep } from './alter.ts';
import type { Applier } from './applier.ts';
import { isForGood, refusedCommand, refusedStep } from './carry.ts';
import { type Step, stepsOf } from './steps.ts';

export interface Carrying {
  readonly session: SelectDbSession;
  readonly signal: AbortSignal;
  readonly loads: Loads;
  readonly applier: Applier;
  readonly sequences: Sequences;
  /** Of tables that are made. */
  readonly replicas: number | null;
}

/**
 * Carries a command. There is no transaction around it: what it does to names is noted first, and taken back when it is refused in the
 * midst, or when it comes again after a kill; what it takes away goes when the checkpoint is past it.
 * @throws RefusedThere
 */
export async function carryCommand(carrying: Carrying, carriage: Carriage, tables: readonly TablePlan[]): Promise<void> {
  const { applier } = carrying;
  const { steps, refused } = stepsOf(carriage, carrying.replicas);
  if (refused !== null) throw refusedCommand(carriage, refused);
  const shared = sharedTable(tables);
  if (shared !== null) {
    const object = displayName(shared.other.destination);
    throw refusedCommand(carriage, { sql: steps[0]?.sql ?? '', object, why: whyShared(shared) });
  }
  let later: After | undefined;
  let left = carriage.tables;
  await applier.within(async () => {
    const goesLater: Altering['goesLater'] = (what) => {
      later = together(later, { ...NOTHING_AFTER, ...what });
    };
    left = await runAll(carrying, { carriage, steps, goesLater });
  });
  const { marks, after } = await moveMarks(carrying, carriage);
  const { sequences, refused: answered, copied } = carriage;
  applier.know(tables, {
    tables: left,
    sequences,
    marks,
    after: together(after, later),
    ...(answered === undefined ? {} : { refused: answered }),
    ...(copied === undefined ? {} : { copied }),
  });
}

interface Whole {
  readonly carriage: Carriage;
  readonly steps: readonly Step[];
  readonly goesLater: Altering['goesLater'];
}

async function runAll({ session, signal, applier }: Carrying, { carriage, steps, goesLater }: Whole): Promise<Carriage['tables']> {
  const before = applier.undo.length;
  let running: Step | undefined;
  try {
    const altering = { session, signal, note: (undo: Undo) => applier.note(undo), undo: () => applier.undo, goesLater };
    for (running of steps) await runStep(altering, running);
    return carriage.settle === undefined ? carriage.tables : await carriage.settle();
  } catch (error) {
    if (!isForGood(error)) throw error;
    await applier.goBack(signal, before);
    throw refusedStep(carriage, error, { step: running, steps });
  }
}

/** Marks of loads follow their tables: with the next checkpoint, for until then the task may have to go back. */
async function moveMarks({ loads, applier, sequences }: Carrying, { work }: Carriage) {
  const marks: Mark[] = [];
  let after = NOTHING_AFTER;
  for (const each of work) {
    const isEmptied = each.kind === 'empty' && each.apart !== true;
    // Marks of a table that has none are of an attempt before a kill; others stay until the checkpoint says why they go.
    if (each.kind === 'create') await loads.forget(each.plan.id);
    if (isEmptied || each.kind === 'forget') after = together(after, { ...NOTHING_AFTER, ...loads.leave(each.plan.id) }) ?? after;
    if (isEmptied) applier.numbers.emptied(each.plan.id);
    if (isEmptied && each.asked === true) after = together(after, { ...NOTHING_AFTER, empties: [each.plan.destination] }) ?? after;
    if (each.kind === 'create' || each.kind === 'drop') {
      applier.numbers.forget(each.plan.id);
      sequences.forget(each.plan.id);
    }
    if (each.kind === 'drop' && each.apart !== true) after = together(after, { ...NOTHING_AFTER, ...loads.leave(each.plan.id) }) ?? after;
    if (each.kind !== 'rename' || each.apart === true) continue;
    const old = loads.leaves(each.from.id);
    marks.push(...(await loads.rename(each.from.id, each.to)));
    after = together(after, { ...NOTHING_AFTER, ...old }) ?? after;
    applier.numbers.rename(each.from.id, each.to.id);
    sequences.forget(each.to.id);
  }
  const isNothing = after.tables.length + after.slices.length + after.empties.length === 0;
  return { marks, after: isNothing ? undefined : after };
}

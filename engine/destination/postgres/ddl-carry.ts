import type { Carriage } from '../../ddl/carriage.ts';
import type { RefusedThere } from '../../ddl/refused.ts';
import type { Applier } from './apply.ts';
import { type Place, runDdl } from './ddl.ts';

/**
 * Carries a command in the transaction of the rows around it.
 * @throws RefusedThere when that transaction goes on without it; after any other error it is undone
 */
export async function carryWithin(applier: Pick<Applier, 'within'>, place: Place, carriage: Carriage): Promise<void> {
  const outcome: { refused: RefusedThere | null } = { refused: null };
  await applier.within(async () => {
    outcome.refused = await runDdl(place, carriage);
  });
  if (outcome.refused !== null) throw outcome.refused;
}

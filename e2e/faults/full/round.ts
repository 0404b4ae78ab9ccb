import { endRuns } from '../run-cli.ts';
import type { FaultSum } from '../sum.ts';
import type { Injection } from './fault.ts';
import { Ground, type GroundInit } from './ground.ts';
import type { Redone } from './redone.ts';
import type { Sizes } from './tables.ts';
import { judge } from './verdict.ts';
import { Walk } from './walk.ts';
import { LoadWriter } from './writer.ts';

export interface RoundInit extends GroundInit {
  readonly sizes: Sizes;
  readonly injections: readonly Injection[];
  readonly say: (line: string) => void;
}

export interface RoundResult extends FaultSum {
  readonly redone: readonly Redone[];
  /** For another round. */
  readonly left: readonly Injection[];
}

/** One task from an empty destination through its faults, under writes, to the comparison. */
export async function runRound(init: RoundInit): Promise<RoundResult> {
  const { say, injections, sizes, name } = init;
  const begun = Date.now();
  await using ground = await Ground.make(init);
  const writer = new LoadWriter({ url: ground.sourceUrl, sizes, random: init.random });
  const walked = await new Walk(ground, say).walk(injections).finally(async () => say(`${name}: ${await writer.stop()}`));
  const loaded = Date.now();
  const { rows, differences } = walked.dead === null ? await judge(ground) : { rows: 0, differences: [`not compared: ${walked.dead}`] };
  for (const difference of differences) say(`DIFFERENCE, ${difference}`);
  await endRuns();
  say(`${name}: load ${seconds(loaded - begun)}, catching up and comparing ${rows} rows ${seconds(Date.now() - loaded)}`);
  return { ...walked, rows, differences: differences.length };
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`;
}

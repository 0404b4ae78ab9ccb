import { runFull } from './full/full.ts';
import { runIncremental } from './incremental/incremental.ts';
import { endRuns } from './run-cli.ts';
import { runSelectDb } from './selectdb/selectdb.ts';
import type { FaultSum } from './sum.ts';

/** `npm run test:faults` runs all of these, `npm run test:faults -- NAME` one. Each ends with the line its figures are read from. */
const RUNS: Readonly<Record<string, (say: (line: string) => void) => Promise<FaultSum>>> = {
  full: runFull,
  incremental: runIncremental,
  selectdb: runSelectDb,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(RUNS, name));
if (unknown.length > 0) {
  console.error(`There is no fault run ${unknown.join(', ')}; there are: ${Object.keys(RUNS).join(', ')}.`);
  process.exit(2);
}

let sound = true;
for (const [name, run] of Object.entries(RUNS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`${name} …`);
  const { injected, survived, rows, differences } = await run((line) => console.log(`  ${line}`)).finally(endRuns);
  console.log(`faults: ${injected} injected, ${survived} survived, ${rows} rows compared, ${differences} differences`);
  sound &&= differences === 0 && survived === injected;
}
process.exit(sound ? 0 : 1);

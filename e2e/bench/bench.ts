import { benchConsole } from './console.ts';
import { benchFullLoad } from './full-load.ts';
import { benchIncremental } from './incremental.ts';
import { type Report, save, table } from './report.ts';
import { benchSelectDb } from './selectdb.ts';
import { benchStructure } from './structure.ts';
import { benchThrottle } from './throttle.ts';

/** `npm run bench` measures all of these, `npm run bench NAME` one: each against its peer, on the same data, in the same run. */
const BENCHES: Readonly<Record<string, (say: (line: string) => void) => Promise<Report | null>>> = {
  console: benchConsole,
  'full-load': benchFullLoad,
  incremental: benchIncremental,
  selectdb: benchSelectDb,
  structure: benchStructure,
  throttle: benchThrottle,
};

/** Each makes a run one for trying something out: of another size, or of a part only. */
const TRIALS = ['OPENDTS_BENCH_TABLES', 'OPENDTS_BENCH_SCALE', 'OPENDTS_BENCH_ONLY'];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}; there are: ${Object.keys(BENCHES).join(', ')}.`);
  process.exit(2);
}

for (const [name, bench] of Object.entries(BENCHES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`${name} …`);
  const report = await bench((line) => console.log(`  ${line}`));
  // Without a single peer there is nothing to compare with; the bench has said which is missing.
  if (report === null || report.results.length === 0) continue;
  console.log(table(report.results));
  if (TRIALS.every((name) => process.env[name] === undefined)) console.log(`written to ${save(report)}`);
}

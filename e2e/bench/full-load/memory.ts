import { contents } from '../contents.ts';
import { lessResult } from '../report.ts';
import { ROUNDS } from '../settings.ts';
import { dropSource } from '../stage.ts';
import { turns } from '../turns.ts';
import { attempt } from './attempt.ts';
import { type Bench, fill, type Measured } from './bench-part.ts';
import { loadData, SHAPE_NAMES } from './data.ts';
import { runOurs } from './our-run.ts';
import { PARTS } from './parts.ts';

const LIMIT_MB = 256;

/** The most the process held: for the data of `full`, and for a tenth of it, which should make no difference. */
export async function measureMemory(bench: Bench, full: string): Promise<Measured> {
  const { stage, say } = bench;
  await fill(bench, 'tenth', { title: 'a tenth of it', data: loadData(SHAPE_NAMES, 0.1) });
  const sizes = [
    { from: 'tenth', peaks: [] as number[], wanted: await contents(stage.source.url('tenth'), 'rows') },
    { from: full, peaks: [] as number[], wanted: await contents(stage.source.url(full), 'rows') },
  ] as const;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { from, peaks, wanted } of turns(sizes, round)) {
      const to = `${from}_memory_${round}`;
      const work = () => runOurs(stage, { from, to, tables: null });
      peaks.push((await attempt(stage, { to, make: [], wanted, depth: 'rows', work })).peakMemory);
    }
    const [tenth, whole] = sizes.map(({ peaks }) => `${peaks.at(-1)?.toFixed(0)} MB`);
    say(`peak RSS, round ${round + 1}: ${tenth} for a tenth of the data, ${whole} for all of it`);
  }
  await dropSource(stage, 'tenth');
  const [tenth, whole] = [sizes[0].peaks, sizes[1].peaks];
  const base = { unit: 'MB', ours: whole } as const;
  return {
    results: [
      lessResult({
        ...base,
        name: 'peak RSS at 10x the data',
        peer: tenth,
        peerName: 'itself at a tenth of the data',
        goal: PARTS.memory.goal,
      }),
      lessResult({ ...base, name: 'peak RSS', peer: [LIMIT_MB], peerName: 'limit', goal: 1 }),
    ],
    outcomes: [],
  };
}

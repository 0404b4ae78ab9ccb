import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { between, type Cost, type Reading, readClock, readCost } from '../cost.ts';
import { endedCpu, peakMemory, processCpu } from '../cpu.ts';
import { endpointOf, startOpendts } from '../opendts.ts';
import type { Stage } from '../stage.ts';

/** How often the process is asked for its memory; it tells the most it ever had. */
const MEMORY_MS = 25;

export interface OurRun {
  /**
   * From the moment the rows' turn begins until the last is durable, by the times the events themselves tell: they arrive up to
   * 100 ms later, several at once, and a short load would seem to take no time. Its CPU is read when they arrive.
   */
  readonly load: Cost;
  /** From the moment the task begins until the process has gone. */
  readonly task: Cost;
  /** With starting the process and its precheck, as a person would wait. */
  readonly whole: Cost;
  /** MB. */
  readonly peakMemory: number;
}

export interface OurInit {
  readonly from: string;
  readonly to: string;
  /** Of the schema `bench`; null: all of it. */
  readonly tables: readonly string[] | null;
}

/** One headless run of `types: ["schema", "full"]`: node itself, as `e2e/faults/run-cli.ts` starts it, with the counters read as it talks. */
export async function runOurs(stage: Stage, { from, to, tables }: OurInit): Promise<OurRun> {
  const config = {
    name: to,
    source: endpointOf(stage.source, from),
    destination: endpointOf(stage.destination, to),
    types: ['schema', 'full'],
    objects: [{ schema: 'bench', ...(tables === null ? {} : { tables: tables.map((name) => ({ name })) }) }],
    // The tables have no keys, so that their bytes are what is measured.
    accepted: ['PG_PRIMARY_KEY'],
  };
  const document = join(stage.dir, `${to}.json`);
  writeFileSync(document, JSON.stringify(config));
  const data = join(stage.dir, `${to}-data`);
  const run = await watch(stage, ['run', document, '--json', '--until', 'finished', '--data', data]);
  // A task of this name would otherwise be gone on with, by another run into a database of the same name.
  rmSync(data, { recursive: true, force: true });
  return run;
}

async function watch(stage: Stage, args: readonly string[]): Promise<OurRun> {
  const begun = readCost(stage, endedCpu);
  const marks = new Map<string, Reading & { readonly at: number }>();
  const { child, pid, closed, trouble } = startOpendts(args, (line) => {
    const mark = (name: string, at: number) => {
      if (!marks.has(name)) marks.set(name, { ...readCost(stage, () => processCpu(pid)), at });
    };
    if (line.kind === 'state') mark('begun', Date.now());
    if (line.kind === 'step' && line.step === 'full') mark(line.state, line.at);
  });
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, peakMemory(pid));
  }, MEMORY_MS);
  let gone = readClock();
  child.once('exit', () => {
    gone = readClock();
  });
  const code = await closed;
  clearInterval(timer);
  const [started, running, done] = ['begun', 'running', 'done'].map((name) => marks.get(name));
  if (code !== 0 || started === undefined || running === undefined || done === undefined) {
    throw new Error(`opendts ended with ${code}: ${trouble()}`);
  }
  const ended = { ...(await settled(stage)), ...gone };
  // The process's own counter begins at 0, ours where it stood.
  const whole = between(begun, ended);
  const task = { ...between(started, ended), programs: whole.programs - started.programs };
  const load = { ...between(running, done), wall: (done.at - running.at) / 1000 };
  return { load, task, whole, peakMemory: peak };
}

/** Once the backends that served what has just ended have ended too. */
async function settled(stage: Stage) {
  await new Promise((resolve) => setTimeout(resolve, 50));
  return readCost(stage, endedCpu);
}

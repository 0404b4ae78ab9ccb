import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { peakMemory, processCpu } from '../cpu.ts';
import { endpointOf, startOpendts } from '../opendts.ts';
import type { Stage } from '../stage.ts';
import type { Drain } from './drains.ts';

const MEMORY_MS = 25;

/** One load of a table: from the moment its turn begins until the last row is durable, by the times the events themselves tell. */
export interface LoadRun {
  readonly seconds: number;
  /** CPU seconds of the load. */
  readonly engine: number;
  readonly drain: number;
  /** MB, of the whole process. */
  readonly peakMemory: number;
}

interface LoadInit {
  readonly drain: Drain;
  readonly database: string;
  readonly table: string;
  readonly name: string;
}

export async function loadInto(stage: Stage, { drain, database, table, name }: LoadInit): Promise<LoadRun> {
  const { port, httpPort, pid: drainPid } = drain;
  const config = {
    name,
    source: endpointOf(stage.source, database),
    destination: { type: 'selectdb', host: '127.0.0.1', port, httpPort, user: 'root' },
    types: ['schema', 'full'],
    objects: [{ schema: 'bench', as: name, tables: [{ name: table }] }],
    selectdb: { replicationNum: 1 },
    accepted: ['PG_PRIMARY_KEY', 'SELECTDB_KEY', 'SELECTDB_TYPE', 'SELECTDB_OBJECTS'],
  };
  const document = join(stage.dir, `${name}.json`);
  writeFileSync(document, JSON.stringify(config));
  const data = join(stage.dir, `${name}-data`);
  const marks = new Map<string, { readonly at: number; readonly engine: number; readonly drain: number }>();
  const { pid, closed, trouble } = startOpendts(['run', document, '--json', '--until', 'finished', '--data', data], (line) => {
    if (line.kind !== 'step' || line.step !== 'full' || marks.has(line.state)) return;
    marks.set(line.state, { at: line.at, engine: processCpu(pid), drain: processCpu(drainPid) });
  });
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, peakMemory(pid));
  }, MEMORY_MS);
  const code = await closed;
  clearInterval(timer);
  rmSync(data, { recursive: true, force: true });
  const [running, done] = [marks.get('running'), marks.get('done')];
  if (code !== 0 || running === undefined || done === undefined) throw new Error(`opendts ended with ${code}: ${trouble()}`);
  return {
    seconds: (done.at - running.at) / 1000,
    engine: done.engine - running.engine,
    drain: done.drain - running.drain,
    peakMemory: peak,
  };
}

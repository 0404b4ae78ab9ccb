import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CliLine } from '../../faults/run-cli.ts';
import { sql } from '../../faults/servers.ts';
import { readCost } from '../cost.ts';
import { peakMemory, processCpu } from '../cpu.ts';
import { endpointOf, type Opendts, startOpendts } from '../opendts.ts';
import type { Stage } from '../stage.ts';
import type { Follower, Following } from './follower.ts';

/** A task of all three types, brought to where it follows and paused there. */
export async function prepareOurs(stage: Stage, from: string): Promise<Follower> {
  const { source, destination } = stage;
  const name = `${from}_ours`;
  await sql(destination.url(), `create database ${name}`);
  const data = join(stage.dir, `${name}-data`);
  mkdirSync(data);
  const document = join(stage.dir, `${name}.json`);
  const config = {
    name,
    source: endpointOf(source, from),
    destination: endpointOf(destination, name),
    types: ['schema', 'full', 'incremental'],
    objects: [{ schema: 'bench' }],
    // The history of pgbench has no key, and only ever grows.
    accepted: ['PG_PRIMARY_KEY', 'PG_REPLICA_IDENTITY'],
  };
  writeFileSync(document, JSON.stringify(config));
  const options = ['--data', data];
  await finished(run(['run', document, '--json', '--until', 'caught-up', ...options], () => {}));
  return {
    name: 'ours',
    database: name,
    start: () => follow(stage, ['run', document, '--json', ...options]),
    release: async () => {
      await finished(startOpendts(['release', name, ...options], () => {}));
      await sql(destination.url(), `drop database ${name} with (force)`);
    },
  };
}

/** Its events tell when the log's turn begins; they arrive up to 100 ms later, and its CPU is read then. */
async function follow(stage: Stage, args: readonly string[]): Promise<Following> {
  const askedAt = Date.now();
  let began: (at: number) => void = () => {};
  const beginning = new Promise<number>((resolve) => {
    began = resolve;
  });
  const engine = run(args, (line) => {
    if (line.kind === 'step' && line.step === 'incremental' && line.state === 'running') began(line.at);
  });
  let failed: Error | null = null;
  void engine.closed.then((code) => {
    failed = failure(engine, code);
  });
  const read = () => readCost(stage, () => processCpu(engine.pid));
  const at = await Promise.race([beginning, engine.closed.then((code) => Promise.reject(failure(engine, code)))]);
  return {
    askedAt,
    begun: { ...read(), at },
    read,
    peakMemory: () => peakMemory(engine.pid),
    check: async () => {
      if (failed !== null) throw failed;
    },
    stop: async () => {
      engine.child.kill('SIGTERM');
      await finished(engine);
    },
  };
}

/** One that tries again has had trouble, which is no part of any figure, and would go on for minutes. */
function run(args: readonly string[], hear: (line: CliLine) => void): Opendts {
  const engine = startOpendts(args, (line) => {
    if (line.kind === 'retry') engine.child.kill('SIGKILL');
    hear(line);
  });
  return engine;
}

async function finished(engine: Opendts): Promise<void> {
  const code = await engine.closed;
  if (code !== 0) throw failure(engine, code);
}

function failure(engine: Opendts, code: number | null): Error {
  return new Error(`opendts ended with ${code}: ${engine.trouble()}`);
}

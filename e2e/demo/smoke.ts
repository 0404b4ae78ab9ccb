import { rmSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { openStore } from '#engine/command/data.ts';
import { printFindings } from '#engine/command/findings.ts';
import { EngineError } from '#engine/errors.ts';
import { createEngine } from '#engine/index.ts';
import { fromLsn } from '#engine/postgres/lsn.ts';
import type { Position } from '#engine/schema/row.ts';
import { Cleanup } from './cleanup.ts';
import { median, startLagProbe } from './lag.ts';
import { type Watch, watchTask } from './migration.ts';
import { openStage } from './open-stage.ts';
import { DATABASE, killStack } from './stack.ts';
import type { Stage, Target } from './stage.ts';
import { startWriter, type Writer, type WriterCounts } from './writer.ts';

const TASK = 'demo-smoke';
const WRITE_MS = 20_000;
/** Long past what a healthy run takes: a stuck one must not hang whoever started it. */
const PATIENCE_MS = 180_000;

interface Run {
  readonly dir: string;
  readonly stage: Stage;
  readonly signal: AbortSignal;
  readonly cleanup: Cleanup;
  readonly say: (line: string) => void;
}

/**
 * A whole migration under load without a browser, in a folder of its own that is gone afterwards.
 * @returns the exit code: 0 when source and destination are identical
 */
export async function runSmoke(to: Target, interrupt: AbortSignal): Promise<number> {
  const dir = await mkdtemp(join(tmpdir(), 'opendts-smoke-'));
  // Started as root, the servers run as another account, which must be able to pass.
  await chmod(dir, 0o711);
  const leave = () => {
    killStack(dir);
    rmSync(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  };
  process.once('exit', leave);
  const signal = AbortSignal.any([interrupt, AbortSignal.timeout(PATIENCE_MS)]);
  const cleanup = new Cleanup();
  const started = performance.now();
  const say = (line: string) => console.log(`${((performance.now() - started) / 1_000).toFixed(1).padStart(5)} s  ${line}`);
  let ending: Ending;
  try {
    say(`starting ${to === 'selectdb' ? 'PostgreSQL and an emulator of SelectDB' : 'two PostgreSQL servers'} and filling the shop`);
    const stage = await openStage(to, { dir, signal });
    cleanup.later(() => stage.remove());
    ending = await migrate({ dir, stage, signal, cleanup, say });
  } catch (error) {
    ending = { line: `demo: failed: ${explain(error)}`, code: 1 };
  } finally {
    await cleanup.run();
    await rm(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
    process.off('exit', leave);
  }
  (ending.code === 0 ? console.log : console.error)(ending.line);
  return ending.code;
}

interface Ending {
  readonly line: string;
  readonly code: number;
}

async function migrate(run: Run): Promise<Ending> {
  const { stage, signal, cleanup, say } = run;
  const writer = await startWriter(stage.source.url(DATABASE));
  cleanup.later(() => writer.stop());
  const store = await openStore(run.dir);
  const engine = createEngine({ store });
  cleanup.later(() => engine.close());
  const config = stage.task(TASK);
  const findings = await engine.precheck(config);
  const open = findings.filter(({ severity, accepted }) => severity === 'fail' || (severity === 'warn' && !accepted));
  if (open.length > 0) {
    printFindings(open, false);
    return { line: `demo: failed: the precheck found ${open.length} problems`, code: 1 };
  }
  say(`precheck passed (${findings.length} items), migrating while the shop is being written to`);
  await store.create(TASK, config);
  const watch = await watchTask(engine, TASK, (notice) => {
    if (notice.kind === 'state') say(`the task is ${notice.state.name}`);
    if (notice.kind !== 'events') return;
    for (const event of notice.events) if (event.kind === 'log' && event.level !== 'info') say(`${event.level}: ${event.message.en}`);
  });
  await engine.send(TASK, 'start');
  await watch.until((state) => state.name === 'streaming', signal);
  const { counts, lag } = await writeOn(run, writer, watch);
  const end = await positionOf(stage);
  await watch.until((_, progress) => ((progress.stream?.position ?? '') as Position) >= end, signal);
  say(`stopped after ${told(counts)}; everything up to the end of the source's log is applied`);
  await engine.send(TASK, 'stop');
  watch.end();
  return compare(run, lag);
}

function told({ transactions, failed, retried }: WriterCounts): string {
  return `${transactions} transactions (${failed} failed, ${retried} tried again)`;
}

/** Changes are really followed: the writer goes on for a while after the full load. */
async function writeOn(run: Run, writer: Writer, watch: Watch): Promise<{ readonly counts: WriterCounts; readonly lag: number }> {
  const { stage, signal, say } = run;
  const before = writer.counts().transactions;
  say(`following changes; ${told(writer.counts())} during the full load`);
  const probe = await startLagProbe(stage.source.url(DATABASE), stage.openEye);
  const ended = new AbortController();
  // A task that fails meanwhile ends the wait.
  const failed = watch.until(() => false, AbortSignal.any([signal, ended.signal]));
  try {
    await Promise.race([pause(WRITE_MS, null, { signal }), failed]);
  } catch (error) {
    await probe.stop().catch(() => {});
    throw error;
  } finally {
    ended.abort();
    await failed.catch(() => {});
  }
  const counts = await writer.stop();
  // The median of what the probe saw while the writer ran: source commit to durable at the destination, see `startLagProbe`.
  const samples = await probe.stop();
  if (counts.transactions === before) throw new Error('the writer did nothing while changes were followed');
  say(`lag: median of ${samples.length} samples ${Math.round(median(samples))} ms, worst ${Math.round(Math.max(...samples))} ms`);
  return { counts, lag: Math.round(median(samples)) };
}

/** End of the source's log: past the last commit of the writer, which has stopped. */
async function positionOf({ source }: Stage): Promise<Position> {
  const client = new pg.Client({ connectionString: source.url(DATABASE) });
  await client.connect();
  try {
    const { rows } = await client.query<{ lsn: string }>('select pg_current_wal_lsn()::text as lsn');
    return fromLsn(rows[0]?.lsn ?? '');
  } finally {
    await client.end();
  }
}

async function compare({ stage, say }: Run, lag: number): Promise<Ending> {
  say('comparing all that is there, every table row by row');
  const { tables, rows, difference } = await stage.judge();
  if (difference !== null) return { line: `demo: different: ${difference}`, code: 1 };
  return { line: `demo: ${tables} tables, ${rows} rows, identical, lag ${lag} ms`, code: 0 };
}

function explain(error: unknown): string {
  if (error instanceof EngineError)
    return `${error.code}: ${error.text.en}${error.object === null ? '' : ` (${error.object})`}\n${error.hint.en}`;
  return error instanceof Error ? error.message : String(error);
}

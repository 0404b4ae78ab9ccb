import type { CliLine, CliRun } from './run-cli.ts';
import type { TestClient } from './servers.ts';

/** What of the task can be seen from outside while it runs. */
export class Watch {
  readonly #source: TestClient;
  readonly #destination: TestClient;

  constructor(source: TestClient, destination: TestClient) {
    this.#source = source;
    this.#destination = destination;
  }

  statements = () =>
    this.#mark("select count(*)::text as v from opendts.task_statement where statement_id !~ '^.{2}(constraint|index|foreign-key)'");
  finishing = () => this.#mark("select count(*)::text as v from opendts.task_statement where statement_id ~ '^(constraint|index)'");
  tables = () => this.#mark('select count(*)::text as v from opendts.task_slice');
  checkpoint = () => this.#mark('select checkpoint as v from opendts.task', '');

  async slots(): Promise<string> {
    const { rows } = await this.#source.query<{ v: string }>('select count(*)::text as v from pg_replication_slots');
    return rows[0]?.v ?? '0';
  }

  /** Null rows and missing marks count as nothing yet. */
  async #mark(sql: string, none = '0'): Promise<string> {
    const known = await this.#destination.query<{ yes: boolean }>("select to_regclass('opendts.task_statement') is not null as yes");
    if (known.rows[0]?.yes !== true) return none;
    const { rows } = await this.#destination.query<{ v: string | null }>(sql);
    return rows[0]?.v ?? none;
  }
}

export interface KillPoint {
  readonly name: string;
  /** Resolves when the process is to be killed: what was waited for has happened, or can no more. */
  readonly reached: (run: CliRun, watch: Watch) => Promise<unknown>;
}

const streams = (run: CliRun) => run.ended || run.state === 'streaming';
const loads = (run: CliRun) => streams(run) || run.state === 'loading';
const finishes = (run: CliRun) => streams(run) || run.lines.some((each) => each.kind === 'step' && each.step === 'incremental');

/** Also ends when the stage is over in which it could still hold: the kill then hits what comes next, not the end of it all. */
async function until(run: CliRun, holds: () => Promise<boolean>, over: (run: CliRun) => boolean): Promise<void> {
  while (!over(run) && !(await holds())) await new Promise((resolve) => setTimeout(resolve, 2));
}

function reaches(count: (watch: Watch) => Promise<string>, least: number): KillPoint['reached'] {
  return (run, watch) => until(run, async () => Number(await count(watch)) >= least, loads);
}

/** Marks are counted from where the run before left them. */
function grown(count: (watch: Watch) => Promise<string>, by: number): KillPoint['reached'] {
  return async (run, watch) => {
    const before = Number(await count(watch));
    await until(run, async () => Number(await count(watch)) >= before + by, finishes);
  };
}

const line =
  (matches: (line: CliLine) => boolean): KillPoint['reached'] =>
  (run) =>
    run.sees((each) => matches(each) || (each.kind === 'state' && each.name === 'streaming'));

/** The n-th report of a copy in progress, so that a COPY is open in both directions. */
function copying(reports: number): KillPoint['reached'] {
  return (run) => {
    let seen = 0;
    return run.sees((each) => {
      if (each.kind === 'table' && each.state === 'copying' && (each.rows ?? 0) > 0) seen += 1;
      return seen >= reports || (each.kind === 'state' && each.name === 'streaming');
    });
  };
}

export const FULL_POINTS: readonly KillPoint[] = [
  { name: 'right after start', reached: line((each) => each.kind === 'state' && each.name === 'preparing') },
  { name: 'structure: first statements', reached: reaches((watch) => watch.statements(), 2) },
  { name: 'structure: halfway', reached: reaches((watch) => watch.statements(), 20) },
  { name: 'the slot appears', reached: (run, watch) => until(run, async () => (await watch.slots()) !== '0', streams) },
  { name: 'load begins', reached: line((each) => each.kind === 'table' && each.state === 'copying') },
  { name: 'inside COPY', reached: copying(1) },
  { name: 'inside COPY, later', reached: copying(3) },
  { name: 'a table is durable', reached: grown((watch) => watch.tables(), 1) },
  { name: 'inside COPY of the rest', reached: copying(1) },
  { name: 'two more tables are durable', reached: grown((watch) => watch.tables(), 2) },
  { name: 'one more table is durable', reached: grown((watch) => watch.tables(), 1) },
  { name: 'inside COPY again', reached: copying(2) },
  { name: 'keys are being made', reached: grown((watch) => watch.finishing(), 1) },
  { name: 'indexes are being made', reached: grown((watch) => watch.finishing(), 4) },
  { name: 'following up to the last view', reached: line((each) => each.kind === 'step' && each.step === 'incremental') },
  { name: 'the turn to incremental', reached: line((each) => each.kind === 'step' && each.step === 'full' && each.state === 'done') },
];

const ended = (run: CliRun) => run.ended;

/** The checkpoint moved `times`, then a moment at random inside whatever comes next. */
function moved(times: number, atMostMs: number): KillPoint['reached'] {
  return async (run, watch) => {
    for (let count = 0; count < times; count += 1) {
      const before = await watch.checkpoint();
      await until(run, async () => (await watch.checkpoint()) !== before, ended);
    }
    await new Promise((resolve) => setTimeout(resolve, Math.random() * atMostMs));
  };
}

export const STREAM_POINTS: readonly KillPoint[] = [
  { name: 'streaming begins', reached: (run) => run.sees((each) => each.kind === 'state' && each.name === 'streaming') },
  ...[1, 2, 3, 5, 8, 13, 21, 34, 55].map((times) => ({ name: `after ${times} checkpoints`, reached: moved(times, 40) })),
  { name: 'changes are reported', reached: (run) => run.sees((each) => each.kind === 'applied' && each.transactions > 0) },
  { name: 'once more at once', reached: moved(1, 5) },
];

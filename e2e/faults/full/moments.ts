import type { CliLine } from '../run-cli.ts';
import type { Moment } from './fault.ts';
import type { Ground } from './ground.ts';
import { isCopying, isFinishing, isFollowing } from './knowledge.ts';

const POLL_MS = 5;
const UNFINISHED = 'select count(*) as n from pg_replication_slots where confirmed_flush_lsn is null and database = current_database()';

/** The line came from now on. False when a line that comes after it all came first, or the process ended. */
async function until(ground: Ground, holds: (news: readonly CliLine[]) => boolean | Promise<boolean>, over: (line: CliLine) => boolean) {
  const { run } = ground;
  const from = run.lines.length;
  while (!run.ended) {
    const news = run.lines.slice(from);
    if (await holds(news)) return true;
    if (run.lines.some(over)) return false;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return false;
}

const streams = (line: CliLine) => line.kind === 'state' && line.name === 'streaming';
const follows = (line: CliLine) => streams(line) || isFollowing(line);
const finishes = (line: CliLine) => follows(line) || isFinishing(line);
const loads = (line: CliLine) => finishes(line) || isCopying(line);

/** A transaction that stays open at the source holds this moment fast (`Ground.hold`). */
export const SLOT_IS_MADE: Moment = {
  name: 'while the slot is made',
  stage: 'slot',
  reached: (ground) => until(ground, async () => (await ground.source.number(UNFINISHED)) === 1, loads),
};

/** The n-th report of a copy in progress, so that a COPY is open in both directions. */
export function copying(reports: number): Moment {
  return {
    name: `at report ${reports} of a copy`,
    stage: 'copy',
    reached: (ground) => until(ground, (news) => news.filter(isCopying).length >= reports, finishes),
  };
}

/** Some time into copying, wherever that falls. */
export function copyingFor(ms: number): Moment {
  return {
    name: `${ms} ms into copying`,
    stage: 'copy',
    reached: async (ground) => {
      if (!(await copying(1).reached(ground))) return false;
      await new Promise((resolve) => setTimeout(resolve, ms));
      return !ground.run.ended && !ground.run.lines.some(finishes);
    },
  };
}

/** The n-th mark from now on, of a slice or of a whole table. */
export function marked(by: number): Moment {
  return {
    name: `after ${by} more marks`,
    stage: 'copy',
    reached: async (ground) => {
      const count = async () => {
        const { slices, tables } = await ground.marks();
        return slices.length + tables.length;
      };
      const before = await count();
      return until(ground, async () => (await count()) >= before + by, finishes);
    },
  };
}

/** The n-th time from now on that it is told which keys and indexes are being made. */
export function finishing(reports: number): Moment {
  return {
    name: `at report ${reports} of keys and indexes`,
    stage: 'finish',
    reached: (ground) => until(ground, (news) => news.filter(isFinishing).length >= reports, follows),
  };
}

/** While the log is followed past the last view, before foreign keys are made. */
export function meeting(ms: number): Moment {
  return {
    name: ms === 0 ? 'catching up before foreign keys' : `${ms} ms into catching up before foreign keys`,
    stage: 'meet',
    reached: async (ground) => {
      const { run } = ground;
      if (!(await until(ground, () => run.lines.some(isFollowing), streams))) return false;
      await new Promise((resolve) => setTimeout(resolve, ms));
      return !run.ended && !run.lines.some(streams);
    },
  };
}

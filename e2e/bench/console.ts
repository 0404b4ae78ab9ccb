import { apiTimes } from './console/api.ts';
import { listInteraction, listScript, treeInteraction, withBrowser } from './console/browser.ts';
import { CHECKED_TABLES, precheckSeconds } from './console/precheck.ts';
import { type ConsoleStage, openConsoleStage, TABLES, TASKS } from './console/stage.ts';
import { watchedRates } from './console/watchers.ts';
import { machineFacts } from './machine.ts';
import { lessResult, type Report, type Result, rateResult } from './report.ts';
import { isWanted, ROUNDS, refuseUnknownParts } from './settings.ts';

type Part = (stage: ConsoleStage, say: (line: string) => void) => Promise<readonly Result[]>;

const LIMIT = 'the limit';
const MOST_SCRIPT_KB = 200;
const MOST_MS = 100;
/** A thousand tables are checked in seconds. */
const MOST_PRECHECK_S = 10;
/** A console may take three times as long while a full load runs. */
const LOADED_GOAL = 1 / 3;
/** Two hundred open pages may cost a task a twentieth. */
const WATCHED_GOAL = 0.95;

/** Each is held to a limit of its own, or compared with the same console left alone. */
const PARTS: Readonly<Record<string, Part>> = {
  script: async (stage) => {
    const ours = await withBrowser((browser) => listScript(browser, stage));
    const name = 'script of the list beyond the framework, compressed';
    return [lessResult({ name, unit: 'KB', ours: [ours], peer: [MOST_SCRIPT_KB], peerName: LIMIT, goal: 1 })];
  },
  interaction: async (stage) => {
    const list = await rounds(() => withBrowser((browser) => listInteraction(browser, stage)));
    return [lessResult({ name: `worst interaction, ${TASKS} tasks`, unit: 'ms', ours: list, peer: [MOST_MS], peerName: LIMIT, goal: 1 })];
  },
  tree: async (stage, say) => {
    say(`${TABLES} tables …`);
    const tree = await withBrowser((browser) => treeInteraction(browser, stage));
    return [
      lessResult({ name: `worst interaction, ${TABLES} tables`, unit: 'ms', ours: [tree], peer: [MOST_MS], peerName: LIMIT, goal: 1 }),
    ];
  },
  precheck: async (stage, say) => {
    say(`${CHECKED_TABLES} tables to check …`);
    const ours = await precheckSeconds(stage);
    return [
      lessResult({
        name: `precheck of ${CHECKED_TABLES} tables`,
        unit: 's',
        ours: [ours],
        peer: [MOST_PRECHECK_S],
        peerName: LIMIT,
        goal: 1,
      }),
    ];
  },
  api: async (stage) => {
    const { idle, loaded } = await apiTimes(stage);
    const name = 'p99 of the API while a full load runs';
    return [lessResult({ name, unit: 'ms', ours: [loaded], peer: [idle], peerName: 'idle console', goal: LOADED_GOAL })];
  },
  watchers: async (stage) => {
    const { watched, alone } = await watchedRates(stage);
    const name = 'changes applied with 200 open status pages';
    return [rateResult({ name, unit: 'rows/s', ours: watched, peer: alone, peerName: 'nobody looks', goal: WATCHED_GOAL })];
  },
};

/** What the console itself costs those who look at it, and the tasks it looks after. */
export async function benchConsole(say: (line: string) => void): Promise<Report | null> {
  refuseUnknownParts(Object.keys(PARTS));
  await using stage = await openConsoleStage(say);
  const results: Result[] = [];
  for (const [name, part] of Object.entries(PARTS)) {
    if (!isWanted(name)) continue;
    say(`${name} …`);
    results.push(...(await part(stage, say)));
  }
  return { bench: 'console', machine: machineFacts({}), results };
}

async function rounds(measure: () => Promise<number>): Promise<readonly number[]> {
  const all: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) all.push(await measure());
  return all;
}

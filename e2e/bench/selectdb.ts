import { installedMajors } from '#lib/postgres/binaries.ts';
import { NARROW, type Shape, WIDE } from './full-load/shapes.ts';
import { machineFacts } from './machine.ts';
import { type Program, program } from './program.ts';
import { lessResult, type Report, type Result, rateResult } from './report.ts';
import { copyAway } from './selectdb/copy-run.ts';
import { DRAINS, type DrainName, openDrain } from './selectdb/drains.ts';
import { type LoadRun, loadInto } from './selectdb/load-run.ts';
import { isWanted, ROUNDS, refuseUnknownParts, scaled } from './settings.ts';
import { fillSource, openStage, type Stage } from './stage.ts';

const MAJOR = 15;
const DATABASE = 'rows';
const PEER = 'psql COPY to /dev/null';
/** Of what reading alone reaches. */
const GOAL = 0.5;
const MOST_MEMORY_MB = 256;

interface Table extends Shape {
  readonly name: string;
}

const TABLES: readonly Table[] = [
  { ...NARROW, name: 'narrow', rows: scaled(1_500_000) },
  { ...WIDE, name: 'wide', rows: scaled(300_000) },
];
const DRAIN_NAMES = Object.keys(DRAINS) as readonly DrainName[];

/** Rows into a SelectDB that keeps nothing, beside what reading them takes alone: what is left is the engine's own speed. */
export async function benchSelectDb(say: (line: string) => void): Promise<Report | null> {
  refuseUnknownParts(TABLES.map(({ name }) => name));
  if (!installedMajors().includes(MAJOR)) {
    say(`left out: PostgreSQL ${MAJOR} is not installed here`);
    return null;
  }
  const psql = await program('psql');
  if (psql === null) {
    say(`${PEER} left out: there is no such program`);
    return null;
  }
  await using stage = await openStage(MAJOR);
  const tables = TABLES.filter(({ name }) => isWanted(name));
  const make = ['create schema bench', ...tables.map(({ name, columns }) => `create table bench.${name} (${columns}, primary key (id))`)];
  const fill = tables.map(({ name, values, rows }) => [`insert into bench.${name} ${values.replaceAll('$rows', String(rows))}`]);
  say(`${await fillSource(stage, DATABASE, { make, fill })} MB at the source, ${ROUNDS} rounds`);
  const measured: Measured[] = [];
  for (const table of tables) measured.push(await measure(stage, table, { psql, say }));
  return {
    bench: 'selectdb',
    machine: machineFacts({ postgresql: String(MAJOR), psql: psql.version }),
    results: [...measured.flatMap(({ results }) => results), memory(measured)],
  };
}

interface Measured {
  readonly results: readonly Result[];
  readonly peaks: readonly number[];
}

async function measure(
  stage: Stage,
  { name, rows }: Table,
  { psql, say }: { readonly psql: Program; readonly say: (line: string) => void },
): Promise<Measured> {
  const read: number[] = [];
  const runs: Record<DrainName, LoadRun[]> = { emulator: [], tcp: [] };
  for (let round = 1; round <= ROUNDS; round += 1) {
    read.push(await copyAway(stage, psql.path, { database: DATABASE, table: name }));
    for (const drain of DRAIN_NAMES) {
      await using to = await openDrain(drain);
      const run = await loadInto(stage, { drain: to, database: DATABASE, table: name, name: `${name}_${drain}_${round}` });
      runs[drain].push(run);
      const { seconds, engine, drain: drained, peakMemory } = run;
      say(
        `${name} into ${DRAINS[drain]}: ${seconds.toFixed(2)} s, CPU of the engine ${engine.toFixed(2)} s, of the sink ${drained.toFixed(2)} s, ${Math.round(peakMemory)} MB; read alone in ${read.at(-1)?.toFixed(2)} s`,
      );
    }
  }
  const results = DRAIN_NAMES.map((drain) =>
    rateResult({
      name: `${name}, into ${DRAINS[drain]}`,
      unit: 'rows/s',
      ours: runs[drain].map(({ seconds }) => rows / seconds),
      peer: read.map((seconds) => rows / seconds),
      peerName: PEER,
      goal: GOAL,
    }),
  );
  return { results, peaks: DRAIN_NAMES.flatMap((drain) => runs[drain].map(({ peakMemory }) => peakMemory)) };
}

/** Of all runs together. */
function memory(measured: readonly Measured[]): Result {
  const most = Math.max(...measured.flatMap(({ peaks }) => peaks));
  return lessResult({ name: 'most memory', unit: 'MB', ours: [most], peer: [MOST_MEMORY_MB], peerName: 'the bound', goal: 1 });
}

import { describeStructure } from '../../catalog.ts';
import { compareDatabases } from '../../compare.ts';
import { valuesOf } from '../servers.ts';
import type { Ground } from './ground.ts';
import { recovers } from './recovery.ts';
import { SCHEMA } from './tables.ts';

export interface Verdict {
  readonly rows: number;
  /** What differs, in words. */
  readonly differences: readonly string[];
}

/** Per writer: how many numbers there are, of them different ones, the first and the last. */
const NUMBERS = `select format('writer %s: %s numbers, %s of them different, from %s to %s', writer, count(*), count(distinct n), min(n), max(n))
  from live.ledger group by writer order by writer`;

const LABELS = `select format('enum %s: %s', enumtypid::regtype, string_agg(quote_literal(enumlabel), ', ' order by enumsortorder))
  from pg_enum group by enumtypid order by 1`;

/** Lets the task catch up with a source that nobody writes to any more, and compares rows and structure. */
export async function judge(ground: Ground): Promise<Verdict> {
  const { failure } = await recovers(ground, { line: ground.run.lines.length });
  if (failure !== null) return { rows: 0, differences: [`not compared: ${failure}`] };
  const [source, destination] = [ground.source.url, ground.destination.url];
  const { rows, difference } = await compareDatabases(source, destination, [SCHEMA]);
  const [there, here] = [await structureOf(destination), await structureOf(source)];
  return {
    rows,
    differences: [
      ...(difference === null ? [] : [`${difference.table}: ${difference.detail}`]),
      ...(await numbers(source, destination)),
      ...here.filter((line) => !there.includes(line)).map((line) => `only at the source: ${line}`),
      ...there.filter((line) => !here.includes(line)).map((line) => `only at the destination: ${line}`),
    ],
  };
}

async function structureOf(url: string): Promise<readonly (string | null)[]> {
  return [...(await describeStructure(url, [SCHEMA])), ...(await valuesOf(url, LABELS))];
}

/** Each writer's numbers are there exactly once, and up to the last one. */
async function numbers(source: string, destination: string): Promise<readonly string[]> {
  const [here, there] = [await valuesOf(source, NUMBERS), await valuesOf(destination, NUMBERS)];
  const odd = there.filter((line, at) => line !== here[at] || !/: (\d+) numbers, \1 of them different, from 1 to \1$/.test(line ?? ''));
  return [
    ...(here.length === 0 || here.length !== there.length
      ? [`${here.length} writers at the source, ${there.length} at the destination`]
      : []),
    ...odd.map((line) => `exactly once: ${line}`),
  ];
}

/** Rows that a change was for and that were not there: each was lost, or what was applied came twice. */
export function missedRows(ground: Ground): readonly string[] {
  return ground.runs.flatMap(({ lines }) =>
    lines.flatMap((line) => (line.kind === 'log' && line.code.endsWith('apply.row-missing') ? [line.message.en] : [])),
  );
}

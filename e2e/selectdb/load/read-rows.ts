import { setImmediate as breathe } from 'node:timers/promises';
import type { Incoming } from '../storage/rows.ts';
import type { Counts } from './counts.ts';
import { csvRecords } from './csv.ts';
import type { LoadOptions } from './headers.ts';
import { jsonRecords } from './json.ts';
import type { Plan } from './plan.ts';
import { RowBuilder } from './row-builder.ts';

const ROWS_AT_A_TIME = 5000;
const LOGGED_ROWS = 50;
/** Characters of a row in the log of errors: a row may be hundreds of megabytes. */
const LONGEST_SOURCE = 100_000;

interface ReadRows {
  readonly rows: readonly Incoming[];
  /** What ErrorURL leads to. */
  readonly log: readonly string[];
  /** Why the load fails; null: it does not. */
  readonly problem: string | null;
}

/** The rows of a body, and the ratio of the ones that were filtered (rule F5). */
export async function readRows(planned: Plan, options: LoadOptions, body: Buffer, counts: Counts, version: 3 | 4): Promise<ReadRows> {
  const builder = new RowBuilder(planned, { strict: options.strict, timezone: options.timezone, version, newKeys: options.newKeys });
  const rows: Incoming[] = [];
  const log: string[] = [];
  for (const record of options.format === 'json' ? jsonRecords(body, options) : csvRecords(body, options)) {
    const outcome = builder.build(record);
    counts.total += 1;
    if (outcome.kind === 'loaded') rows.push(outcome.row);
    else if (outcome.kind === 'unselected') counts.unselected += 1;
    else {
      counts.filtered += 1;
      if (log.length < LOGGED_ROWS) log.push(`Reason: ${outcome.reason}. src line [${record.source.slice(0, LONGEST_SOURCE)}]; `);
    }
    if (version === 4 && options.maxFilterRatio === 0 && counts.filtered > LOGGED_ROWS) {
      return {
        rows: [],
        log,
        problem:
          '[DATA_QUALITY_ERROR]Encountered unqualified data, stop processing. Please check if the source data matches the schema, and consider disabling strict mode or increasing max_filter_ratio.',
      };
    }
    if (counts.total % ROWS_AT_A_TIME === 0) await breathe();
  }
  const considered = counts.total - counts.unselected;
  if (considered > 0 && counts.filtered / considered > options.maxFilterRatio)
    return { rows: [], log, problem: '[DATA_QUALITY_ERROR]too many filtered rows' };
  counts.loaded = rows.length;
  return { rows, log, problem: null };
}

import type { Destination, ExistingTable } from '../destination/destination.ts';
import type { PostgresFacts, SelectDbFacts } from '../destination/facts.ts';
import type { NameMap } from '../plan/names.ts';
import type { SequencePlan, TablePlan } from '../plan/plan.ts';
import type { SchemaObject } from '../schema/object.ts';
import type { HoldingTransaction } from '../schema/slot.ts';
import type { Catalog, SchemaSummary, TableName, TableSummary } from '../schema/table.ts';
import type { LongestValues, LookedAtColumn, Source, SourceFacts } from '../source/source.ts';
import type { TaskConfig } from '../task/config.ts';
import type { Prepared } from '../task/prepare.ts';
import type { Text } from '../text.ts';
import type { FilterCount, FilterCountAsked, FilterVerdict } from './filter.ts';
import type { MadeName } from './made-names.ts';
import type { Overlaps } from './overlap.ts';

/** `warn` may be ignored deliberately; `fail` may not. */
export type Severity = 'pass' | 'warn' | 'fail';

/** One cause found by a precheck item, with what to do about it. */
export interface Problem {
  /** The object concerned, as a person names it (`sales.orders`, or the server). */
  readonly subject: string;
  readonly cause: Text;
  readonly fix: Text;
  /** SQL that mends it, ready to copy; run by a person. */
  readonly fixSql?: string;
  /** There only where `fixSql` is one statement that changes no row: the console may run it, once a person has seen it. */
  readonly remedy?: Remedy;
}

/** REPLICA IDENTITY FULL for a table of the source. */
export interface Remedy {
  readonly kind: 'full-identity';
  readonly table: TableName;
}

/** One result of a precheck item: what is shown, stored and printed. */
export interface Finding {
  /** The item's stable key, e.g. `CHECK_CONN_SRC` (reference dts.md 2.2, 2.3). */
  readonly code: string;
  readonly title: Text;
  /** What was looked at, and why it matters. Absent in findings of before. */
  readonly about?: Text;
  /** The worst of its problems; `warn` stays `warn` when it was accepted. */
  readonly severity: Severity;
  /** A warning the person chose to ignore (`config.accepted`). */
  readonly accepted: boolean;
  readonly problems: readonly Problem[];
}

/** What is heard of a precheck while it runs: first what will be looked at, then each item as it finishes. */
export type PrecheckNews =
  | { readonly kind: 'items'; readonly items: readonly { readonly code: string; readonly title: Text }[] }
  | { readonly kind: 'finding'; readonly finding: Finding };

/**
 * What a check may ask. Each part is fetched once a run, on first use, and shared by all items. A part that cannot be had
 * (the server is not reachable) rejects; the item is then reported as failed for that reason, without its own test.
 */
export interface CheckContext {
  readonly config: TaskConfig;
  /** Opened connections; rejects with the connection's error. */
  source(): Promise<Source>;
  destination(): Promise<Destination>;
  sourceFacts(): Promise<SourceFacts>;
  /** The source's schemas the account may use. */
  sourceSchemas(): Promise<readonly SchemaSummary[]>;
  /** All tables of one source schema, selected or not. */
  sourceTables(schema: string): Promise<readonly TableSummary[]>;
  /** What the source says of a table's WHERE filter; not shared, asked each time. */
  verifyFilter(table: TableName, where: string): Promise<FilterVerdict>;
  /** How many rows of a source table a condition lets through; not shared, asked each time. */
  countFiltered(asked: FilterCountAsked): Promise<FilterCount>;
  /** How long values at the source are; not shared, asked each time. */
  longestValues(table: TablePlan, columns: readonly LookedAtColumn[], forMs: number): Promise<LongestValues>;
  /** Of a PostgreSQL destination: items that ask for them apply to no other. */
  destinationFacts(): Promise<PostgresFacts>;
  /** Of SelectDB, likewise. */
  selectdbFacts(): Promise<SelectDbFacts>;
  /** The selected objects as the source has them. */
  catalog(): Promise<Catalog>;
  /** The same with what everything is called at the destination. */
  named(): Promise<{ readonly catalog: Catalog; readonly names: NameMap }>;
  /** The whole plan as the task would make it now; asks both databases. */
  prepared(): Promise<Prepared>;
  /** The objects the selection means, as far as the source alone tells. */
  chosen(): Promise<readonly SchemaObject[]>;
  /** Every name the task takes at the destination. */
  made(): Promise<readonly MadeName[]>;
  /** The tables the task would carry, with their names at the destination. */
  tables(): Promise<readonly TablePlan[]>;
  /** The sequences whose values the task would carry and the source does not let the account read. */
  closedSequences(): Promise<readonly SequencePlan[]>;
  /** The transactions that are open at the source now, the oldest first; twenty at most. */
  transactions(): Promise<readonly HoldingTransaction[]>;
  /** The tables in which the destination keeps marks of tasks, as far as an earlier task made them. */
  marks(): Promise<readonly ExistingTable[]>;
  /** Which of the names the task would make or fill (tables, sequences, indexes) are taken at the destination. */
  existing(): Promise<readonly ExistingTable[]>;
  /** Keys that rows of the task share with others, as far as a sample tells. */
  overlaps(): Promise<Overlaps>;
}

/** One precheck item: one file in `checks/`, one line in `checks/index.ts`. */
export interface Check {
  readonly code: string;
  readonly title: Text;
  /** What it looks at, and why that matters. */
  readonly about?: Text;
  /** Severity of a problem this item finds. */
  readonly severity: 'warn' | 'fail' | ((config: TaskConfig) => 'warn' | 'fail');
  /** Whether the item applies to the task; an item that does not apply is not listed. */
  readonly when: (config: TaskConfig) => boolean;
  /** The problems found; none means passed. */
  readonly run: (context: CheckContext) => Promise<readonly Problem[]>;
}

/** Types a check where it is written. */
export function defineCheck(check: Check): Check {
  return check;
}

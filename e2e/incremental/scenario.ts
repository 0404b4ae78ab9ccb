import type { TaskOptions } from '#e2e/faults/test-task.ts';
import type { SchemaSelection } from '#engine/task/config.ts';

/** What is to be equal when everything is applied: every table of the schema, or what two queries say of the two sides. */
export type Expectation = { readonly rows: number } | { readonly source: string; readonly destination: string; readonly lines: number };

/** One claim about following changes, in a schema of its own, of which statements need not say the name. */
export interface Scenario {
  readonly schema: string;
  readonly says: string;
  /** Absent: versions of the source from 12 on. */
  readonly since?: number;
  /** Before the task starts. */
  readonly setup: readonly string[];
  /** While it follows; a string of several statements is one transaction. */
  readonly work: readonly string[];
  /** Once all of that is applied, and all tables are followed that came with it. */
  readonly later?: readonly string[];
  /** Absent: the whole schema. */
  readonly select?: Omit<SchemaSelection, 'schema'>;
  readonly expected: Expectation;
  /** Warnings that are told of, and may be; each a part of one. */
  readonly told?: readonly string[];
}

/** Scenarios that one task carries. */
export interface Theme {
  readonly name: string;
  readonly scenarios: readonly Scenario[];
  readonly options?: Omit<TaskOptions, 'objects'>;
  /** Tables are compared with everything that belongs to them, not by their rows alone. */
  readonly structure?: true;
}

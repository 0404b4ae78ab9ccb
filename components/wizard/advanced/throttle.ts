import { z } from 'zod';
import { changeThrottleConfig, type TaskKind, throttleConfig } from '#engine/task/config.ts';
import type { ChangeThrottle, Throttle } from '#engine/task/limits.ts';
import { type Text, text, verbatim } from '#engine/text.ts';
import { type FieldProblem, problemOf } from './problem.ts';

export type ThrottleName = keyof Throttle;

export interface ThrottleField {
  readonly name: ThrottleName;
  readonly label: Text;
  /** In a synchronization, where it is called otherwise. */
  readonly synchronizationLabel: Text | undefined;
  readonly unit: Text | undefined;
  readonly low: number;
  readonly high: number;
  /** Fractions have no meaning. */
  readonly whole: boolean;
  readonly schema: LimitSchema;
}

type LimitSchema = (typeof throttleConfig.shape)[ThrottleName];

const SYNCHRONIZATION_LABELS: Readonly<Record<keyof ChangeThrottle, Text>> = {
  rowsPerSecond: text('RPS of Incremental Data Synchronization', '增量同步每秒同步的行数RPS'),
  megabytesPerSecond: text('Data synchronization speed for incremental synchronization (MB/s)', '增量同步每秒同步的数据量(MB/s)'),
};

/** The limits of full load, and of following changes, read from the document's schema. */
export const THROTTLE_FIELDS: readonly ThrottleField[] = throttleConfig
  .keyof()
  .options.map((name) => fieldOf(name, throttleConfig.shape[name]));
export const CHANGE_THROTTLE_FIELDS: readonly ThrottleField[] = changeThrottleConfig
  .keyof()
  .options.map((name) => ({ ...fieldOf(name, changeThrottleConfig.shape[name]), synchronizationLabel: SYNCHRONIZATION_LABELS[name] }));

function fieldOf(name: ThrottleName, schema: LimitSchema): ThrottleField {
  const { label, unit } = schema.meta() ?? {};
  const number = schema.unwrap().unwrap();
  const [low, high] = [number.minValue ?? 0, number.maxValue ?? Number.MAX_SAFE_INTEGER];
  return {
    name,
    label: label ?? verbatim(name),
    synchronizationLabel: undefined,
    unit,
    low,
    high,
    whole: number.format === 'safeint',
    schema,
  };
}

/** What a limit is called in a task of this kind. */
export function limitLabel({ label, synchronizationLabel }: ThrottleField, kind: TaskKind): Text {
  return kind === 'synchronization' ? (synchronizationLabel ?? label) : label;
}

/** As it is on the page: what was typed stays while it is switched off. An empty box is no limit, one that cannot be read is NaN. */
export interface ThrottleForm {
  readonly on: boolean;
  readonly values: Readonly<Partial<Record<ThrottleName, number | undefined>>>;
}

export function formOf(throttle: Throttle | ChangeThrottle | null | undefined): ThrottleForm {
  const typed = Object.entries(throttle ?? {}).filter((entry): entry is [ThrottleName, number] => entry[1] !== null);
  return { on: throttle !== null && throttle !== undefined, values: Object.fromEntries(typed) };
}

export interface ThrottleProblems {
  readonly fields: ReadonlyMap<ThrottleName, FieldProblem>;
  /** It is on and limits nothing. */
  readonly empty: boolean;
}

const NONE: ThrottleProblems = { fields: new Map(), empty: false };

/** What is wrong; nothing may be saved before nothing is. */
export function throttleProblems({ on, values }: ThrottleForm, limits = THROTTLE_FIELDS): ThrottleProblems {
  if (!on) return NONE;
  const fields = new Map<ThrottleName, FieldProblem>();
  for (const { name, schema } of limits) {
    const issue = z.strictObject({ [name]: schema }).safeParse({ [name]: values[name] }).error?.issues[0];
    if (issue !== undefined) fields.set(name, problemOf(issue));
  }
  return { fields, empty: limits.every(({ name }) => values[name] === undefined) };
}

export function isFine({ fields, empty }: ThrottleProblems): boolean {
  return fields.size === 0 && !empty;
}

/** The document's words for a form without problems. */
export function throttleOf({ on, values }: ThrottleForm): Throttle | null {
  return on ? throttleConfig.parse(values) : null;
}

export function changeThrottleOf({ on, values }: ThrottleForm): ChangeThrottle | null {
  return on ? changeThrottleConfig.parse(values) : null;
}

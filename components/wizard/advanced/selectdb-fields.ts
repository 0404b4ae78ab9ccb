import { z } from 'zod';
import { type SelectDbConfig, selectdbConfig } from '#engine/task/config.ts';
import { type Text, verbatim } from '#engine/text.ts';

type SelectDbName = keyof SelectDbConfig;

interface SelectDbField {
  readonly name: SelectDbName;
  readonly label: Text;
  readonly help: Text | undefined;
  readonly unit: Text | undefined;
  readonly low: number;
  readonly high: number;
  /** Only where tables are made, or changes followed. */
  readonly step: 'schema' | 'incremental';
}

const STEPS: Readonly<Record<SelectDbName, SelectDbField['step']>> = { replicationNum: 'schema', reservoirMilliseconds: 'incremental' };

/** What the form shows, read from the document's schema. */
export const SELECTDB_FIELDS: readonly SelectDbField[] = selectdbConfig.keyof().options.map((name) => {
  const schema = selectdbConfig.shape[name];
  const { label, help, unit } = schema.meta() ?? {};
  const inner = schema.unwrap();
  const range = inner instanceof z.ZodNumber ? inner : null;
  return { name, label: label ?? verbatim(name), help, unit, low: range?.minValue ?? 0, high: range?.maxValue ?? 0, step: STEPS[name] };
});

/** With one value set; an empty box takes the key away, and the last one the whole. */
export function withSelectDb(
  config: SelectDbConfig | undefined,
  name: SelectDbName,
  value: number | undefined,
): SelectDbConfig | undefined {
  const { [name]: _, ...rest } = config ?? {};
  const next: SelectDbConfig = value === undefined ? rest : { ...rest, [name]: value };
  return Object.keys(next).length === 0 ? undefined : next;
}

export function isAllowed({ low, high }: SelectDbField, value: number | undefined): boolean {
  return value === undefined || (Number.isInteger(value) && value >= low && value <= high);
}

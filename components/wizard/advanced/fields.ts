import { z } from 'zod';
import { advancedConfig, type DraftConfig, fullConfig, structureConfig } from '#engine/task/config.ts';
import { type Text, verbatim } from '#engine/text.ts';
import { type FieldProblem, problemOf } from './problem.ts';

export type AdvancedValues = z.infer<typeof advancedConfig>;
export type AdvancedName = keyof AdvancedValues;
/** As typed: a box may be empty. */
export type TypedValues = Readonly<Partial<Record<AdvancedName, number | undefined>>>;

export interface AdvancedField {
  readonly name: AdvancedName;
  readonly label: Text;
  readonly help: Text | undefined;
  readonly unit: Text | undefined;
  readonly low: number | null;
  readonly high: number | null;
  readonly standard: number;
}

const STANDARD = advancedConfig.parse({});

/** What the form shows, read from the document's schema: a new field there is a new field here. */
export const ADVANCED_FIELDS: readonly AdvancedField[] = advancedConfig.keyof().options.map((name) => {
  const schema = advancedConfig.shape[name];
  const { label, help, unit } = schema.meta() ?? {};
  const inner = schema.unwrap();
  const range = inner instanceof z.ZodNumber ? inner : null;
  return {
    name,
    label: label ?? verbatim(name),
    help,
    unit,
    low: range?.minValue ?? null,
    high: range?.maxValue ?? null,
    standard: STANDARD[name],
  };
});

/** Something that is carried or not, of one step of the task. */
export interface SwitchField {
  readonly part: 'structure' | 'full';
  readonly step: 'schema' | 'full';
  readonly name: string;
  readonly label: Text;
  readonly help: Text | undefined;
}

const PARTS = [
  { part: 'structure', step: 'schema', shape: structureConfig.shape },
  { part: 'full', step: 'full', shape: fullConfig.shape },
] as const;

export const SWITCH_FIELDS: readonly SwitchField[] = PARTS.flatMap(({ part, step, shape }) =>
  Object.entries(shape).flatMap(([name, schema]) => {
    const { label, help, control } = schema.meta() ?? {};
    return control === 'switch' ? [{ part, step, name, label: label ?? verbatim(name), help }] : [];
  }),
);

/** Those that mean something for the steps that were chosen. */
export function switchesFor(types: DraftConfig['types']): readonly SwitchField[] {
  return SWITCH_FIELDS.filter(({ step }) => types.includes(step));
}

export function isOn(draft: Pick<DraftConfig, 'structure' | 'full'>, { part, name }: SwitchField): boolean {
  return (draft[part] as Readonly<Record<string, unknown>>)[name] === true;
}

export function withSwitch(draft: DraftConfig, { part, name }: SwitchField, on: boolean): DraftConfig {
  return { ...draft, [part]: { ...draft[part], [name]: on } };
}

/** What is wrong with each field; empty when the whole may be saved. */
export function problemsOf(values: TypedValues): ReadonlyMap<string, FieldProblem> {
  const problems = new Map<string, FieldProblem>();
  // An empty box means nothing here, though the document would fill in the default.
  for (const { name } of ADVANCED_FIELDS) if (values[name] === undefined) problems.set(name, 'missing');
  const checked = advancedConfig.safeParse(values);
  for (const issue of checked.error?.issues ?? []) {
    const name = String(issue.path[0] ?? '');
    if (!problems.has(name)) problems.set(name, problemOf(issue));
  }
  return problems;
}

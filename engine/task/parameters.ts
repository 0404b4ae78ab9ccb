import { z } from 'zod';
import { EngineError } from '../errors.ts';
import { type Text, text, verbatim } from '../text.ts';
import {
  advancedConfig,
  type DraftConfig,
  type EndpointType,
  fullConfig,
  incrementalConfig,
  selectdbConfig,
  startConfig,
} from './config.ts';

/** What a parameter may be set to; null is none. */
export type ParameterValue = number | boolean | string | null;

/** One value of the document that may be changed once its task has begun. */
export interface Parameter {
  /** Where it is in the document, with dots: `incremental.walLimit.warnMegabytes`. */
  readonly path: string;
  readonly step: 'full' | 'incremental' | null;
  /** The only kind of destination it is for; null: any. */
  readonly destination: 'selectdb' | null;
  readonly label: Text;
  readonly help: Text | null;
  readonly unit: Text | null;
  readonly kind: 'number' | 'switch' | 'select';
  readonly low: number | null;
  readonly high: number | null;
  /** Fractions have no meaning. */
  readonly whole: boolean;
  readonly options: readonly string[];
  /** It may be empty. */
  readonly nullable: boolean;
  readonly standard: ParameterValue;
  readonly change: 'live' | 'restart';
}

const COMMON = { start: startConfig, full: fullConfig, incremental: incrementalConfig, advanced: advancedConfig };
/** A document has this one with its destination alone. */
const PARTS = { ...COMMON, selectdb: selectdbConfig };
type PartName = keyof typeof PARTS;
export type ParameterParts = { readonly [P in keyof typeof COMMON]: z.infer<(typeof COMMON)[P]> } & {
  readonly selectdb?: z.infer<typeof selectdbConfig>;
};

/** Those that mean something for a destination of the kind; null: it is not known. */
export function parametersFor(kind: EndpointType | null): readonly Parameter[] {
  return PARAMETERS.filter(({ destination }) => destination === null || destination === kind);
}

/** All of them, read from the document's schema: one that says how it is changed there is one here. */
export const PARAMETERS: readonly Parameter[] = Object.entries(PARTS).flatMap(([part, schema]) => found([part], schema));

function found(path: readonly string[], schema: z.ZodObject): readonly Parameter[] {
  return Object.entries(schema.shape).flatMap(([name, field]) => {
    const at = [...path, name];
    const { inner, nullable, standard } = unwrapped(field as z.ZodType);
    if (inner instanceof z.ZodObject) return found(at, inner);
    const meta = (field as z.ZodType).meta() ?? {};
    if (meta.change === undefined) return [];
    const number = inner instanceof z.ZodNumber ? inner : null;
    const isOfSelectDb = path[0] === 'selectdb';
    const step = path[0] === 'full' || path[0] === 'incremental' ? path[0] : isOfSelectDb ? 'incremental' : null;
    return [
      {
        path: at.join('.'),
        step,
        destination: isOfSelectDb ? 'selectdb' : null,
        label: meta.label ?? verbatim(name),
        help: meta.help ?? null,
        unit: meta.unit ?? null,
        kind: number !== null ? 'number' : inner instanceof z.ZodEnum ? 'select' : 'switch',
        low: number?.minValue ?? null,
        // Where no limit is set the largest number that is exact stands for one.
        high: number === null || number.maxValue === Number.MAX_SAFE_INTEGER ? null : number.maxValue,
        whole: number?.format === 'safeint',
        options: inner instanceof z.ZodEnum ? inner.options.map(String) : [],
        nullable: nullable && meta.standard === undefined,
        standard: meta.standard ?? standard,
        change: meta.change,
      },
    ];
  });
}

function unwrapped(field: z.ZodType): { readonly inner: z.ZodType; readonly nullable: boolean; readonly standard: ParameterValue } {
  let inner = field;
  let nullable = false;
  let standard: ParameterValue = null;
  for (;;) {
    if (inner instanceof z.ZodDefault) {
      const given = inner.def.defaultValue;
      if (typeof given === 'number' || typeof given === 'boolean' || typeof given === 'string') standard = given;
      inner = inner.unwrap() as z.ZodType;
    } else if (inner instanceof z.ZodNullable || inner instanceof z.ZodOptional) {
      nullable = true;
      inner = inner.unwrap() as z.ZodType;
    } else return { inner, nullable, standard };
  }
}

/** What a document says for a parameter: its own value, else the standard. */
export function parameterValue(config: Partial<Pick<DraftConfig, PartName>>, parameter: Parameter): ParameterValue {
  let at: unknown = config;
  for (const name of parameter.path.split('.')) at = isParts(at) ? at[name] : undefined;
  if (at === null) return null;
  return typeof at === 'number' || typeof at === 'boolean' || typeof at === 'string' ? at : parameter.standard;
}

/** By path. Absent: stays as it is. */
export type ParameterChange = Readonly<Record<string, ParameterValue>>;

export const parameterChange = z.record(z.string(), z.union([z.number(), z.boolean(), z.string(), z.null()]));

/**
 * The parts of a document with parameters changed, and whether the task's worker has to begin again for it.
 * @throws EngineError `parameters.invalid` naming every value that cannot be used
 */
export function withParameters(
  config: Pick<DraftConfig, PartName>,
  change: ParameterChange,
  destination: EndpointType | null = null,
): { readonly parts: ParameterParts; readonly restart: boolean } {
  const raw: Record<string, unknown> = Object.fromEntries(Object.keys(PARTS).map((part) => [part, config[part as PartName] ?? {}]));
  const known = new Map(parametersFor(destination).map((parameter) => [parameter.path, parameter]));
  const problems: string[] = [];
  let restart = false;
  for (const [path, value] of Object.entries(change)) {
    const parameter = known.get(path);
    if (parameter === undefined) problems.push(`${path}: no such parameter`);
    else {
      if (parameter.change === 'restart' && parameterValue(config, parameter) !== value) restart = true;
      set(raw, path.split('.'), value);
    }
  }
  const parsed = z.object(PARTS).safeParse({ ...raw, ...withoutLimits(raw) });
  if (!parsed.success) problems.push(...parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`));
  if (!parsed.success || problems.length > 0) throw invalid(problems);
  const { selectdb, ...parts } = parsed.data;
  return { parts: destination === 'selectdb' ? { ...parts, selectdb } : parts, restart };
}

/** A throttle none of whose limits is set is none. */
function withoutLimits(raw: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    ['full', 'incremental'].flatMap((part) => {
      const given = raw[part];
      if (!isParts(given) || !isParts(given.throttle)) return [];
      const limits = Object.values(given.throttle);
      return limits.every((limit) => limit === null || limit === undefined) ? [[part, { ...given, throttle: null }]] : [];
    }),
  );
}

function set(into: Record<string, unknown>, [name, ...rest]: readonly string[], value: ParameterValue): void {
  if (name === undefined) return;
  if (rest.length > 0) {
    const inner: Record<string, unknown> = { ...(isParts(into[name]) ? into[name] : {}) };
    set(inner, rest, value);
    into[name] = inner;
  } else if (value === null && name === 'streams') delete into[name];
  else into[name] = value;
}

function isParts(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object';
}

function invalid(problems: readonly string[]): EngineError {
  return new EngineError({
    code: 'parameters.invalid',
    message: text(`These parameters cannot be used: ${problems.join('; ')}`, `参数设置无效：${problems.join('；')}`),
    hint: text('Correct the named values and try again.', '请修改所列的值后重试。'),
    retry: 'never',
  });
}

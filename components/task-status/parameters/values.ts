import type { DraftConfig, EndpointType } from '#engine/task/config.ts';
import { type Parameter, type ParameterValue, parametersFor, parameterValue } from '#engine/task/parameters.ts';

/** As typed: a box that is empty is null, one that cannot be read is NaN. */
export type Typed = Readonly<Record<string, ParameterValue>>;

/** Parameters that mean something for the steps and the destination of the task. */
export function parametersOf({ types }: Pick<DraftConfig, 'types'>, destination: EndpointType | null): readonly Parameter[] {
  return parametersFor(destination).filter(({ step }) => step === null || types.includes(step));
}

export function typedOf(config: DraftConfig, destination: EndpointType | null): Typed {
  return Object.fromEntries(parametersOf(config, destination).map((parameter) => [parameter.path, parameterValue(config, parameter)]));
}

/** Whether the document would take the value; values that belong together are judged by the server. */
export function isValid({ kind, low, high, whole, nullable }: Parameter, value: ParameterValue): boolean {
  if (kind !== 'number') return true;
  if (value === null) return nullable;
  if (typeof value !== 'number' || Number.isNaN(value)) return false;
  return (low === null || value >= low) && (high === null || value <= high) && (!whole || Number.isInteger(value));
}

/** What differs, by path. */
export function changesIn(before: Typed, after: Typed): Typed {
  return Object.fromEntries(Object.entries(after).filter(([path, value]) => !Object.is(before[path], value)));
}

/** What a run is told by its environment; anything but the default is for trying something out, and writes no result file. */
export const ROUNDS = positive('OPENDTS_BENCH_ROUNDS', 3);

const SCALE = positive('OPENDTS_BENCH_SCALE', 1);
const ONLY = process.env.OPENDTS_BENCH_ONLY?.split(',').map((name) => name.trim());

/** As many rows as this run is to have of a number that is meant for the full size. */
export function scaled(rows: number): number {
  return Math.max(1, Math.round(rows * SCALE));
}

export function isWanted(part: string): boolean {
  return ONLY === undefined || ONLY.includes(part);
}

/** @throws Error naming what there is, before anything is started for a part that is misspelt */
export function refuseUnknownParts(parts: readonly string[]): void {
  const unknown = ONLY?.filter((name) => !parts.includes(name)) ?? [];
  if (unknown.length > 0) throw new Error(`OPENDTS_BENCH_ONLY names ${unknown.join(', ')}; there are: ${parts.join(', ')}`);
}

function positive(name: string, usual: number): number {
  const value = Number(process.env[name] ?? usual);
  if (!(value > 0)) throw new Error(`${name} is ${process.env[name]}, not a number above 0`);
  return value;
}

const kept = globalThis as { [key: symbol]: unknown };

/**
 * The one `name` of this process, made at the first call. Pages, routes and instrumentation are bundled apart, each with modules
 * of its own: what must be one lives beside them.
 */
export function perProcess<T>(name: string, make: () => T): T {
  const key = Symbol.for(`opendts.${name}`);
  if (!(key in kept)) kept[key] = make();
  return kept[key] as T;
}

/** Forgets what `perProcess` made, and gives it back to be closed. */
export function takeFromProcess<T>(name: string): T | undefined {
  const key = Symbol.for(`opendts.${name}`);
  const value = kept[key] as T | undefined;
  delete kept[key];
  return value;
}

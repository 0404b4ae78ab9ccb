import type { NameCase } from '../task/config.ts';

/** What a name is of; the default policy treats columns differently (dts.md 4.6). */
export type Named = 'schema' | 'relation' | 'column';

/**
 * What a policy makes of a name. `default` is what databases of the destination's family do: `lower` for PostgreSQL, whose columns
 * stay as they are.
 */
export function caseOf(policy: NameCase, what: Named, name: string): string {
  if (policy === 'source' || (policy === 'default' && what === 'column')) return name;
  return policy === 'upper' ? upper(name) : lower(name);
}

/** As PostgreSQL folds: ASCII letters only, others are letters of their own in every encoding of more than one byte. */
function lower(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function upper(name: string): string {
  return name.replace(/[a-z]/g, (letter) => letter.toUpperCase());
}

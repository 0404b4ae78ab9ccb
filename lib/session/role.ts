/** From the least to the most: whoever has a role may also do what those before it may. */
export const ROLES = ['viewer', 'operator', 'admin'] as const;

/** `viewer` looks; `operator` makes, runs and ends tasks and connections; `admin` besides decides who may do what. */
export type Role = (typeof ROLES)[number];

export function isRole(value: unknown): value is Role {
  return (ROLES as readonly unknown[]).includes(value);
}

/** What a stored role means; one that is not known gives no rights. */
export function roleOf(stored: unknown): Role {
  return isRole(stored) ? stored : 'viewer';
}

export function mayAs(role: Role, least: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(least);
}

/** The weaker of two: a key never does more than its owner may by now. */
export function weaker(one: Role, other: Role): Role {
  return mayAs(one, other) ? other : one;
}

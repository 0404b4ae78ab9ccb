import { createHash, timingSafeEqual } from 'node:crypto';
import { DorisError, fail } from '../errors.ts';
import type { GrantTarget, Identity } from '../sql/grant.ts';

export type Privilege = 'Select' | 'Load' | 'Alter' | 'Create' | 'Drop' | 'Usage' | 'Grant' | 'Admin' | 'Node' | 'Show_view';
const PRIVILEGES: readonly Privilege[] = ['Select', 'Load', 'Alter', 'Create', 'Drop', 'Usage', 'Grant', 'Admin', 'Node', 'Show_view'];

export interface User extends Identity {
  password: string;
  expired: boolean;
  readonly global: Set<Privilege>;
  /** By `db` and by `db.table`. */
  readonly databases: Map<string, Set<Privilege>>;
  readonly tables: Map<string, Set<Privilege>>;
  readonly clusters: Set<string>;
  readonly resources: Set<string>;
  readonly workloadGroups: Set<string>;
}

const SYSTEM_DATABASES = ['information_schema', 'mysql', '__internal_schema'];

/** Who may do what. Hosts are kept and shown, and all of them let everybody in. */
export class Users {
  readonly #users = new Map<string, User>();

  constructor() {
    for (const name of ['root', 'admin']) this.create({ name, host: '%' }, '').global.add('Admin').add('Node');
  }

  all(): readonly User[] {
    return [...this.#users.values()];
  }

  find(name: string): User | null {
    return this.#users.get(name) ?? null;
  }

  create({ name, host }: Identity, password: string): User {
    if (this.#users.has(name)) fail(`User '${name}'@'${host}' already exist`);
    const user: User = {
      name,
      host,
      password,
      expired: false,
      global: new Set(),
      databases: new Map(SYSTEM_DATABASES.slice(0, 2).map((database) => [database, new Set<Privilege>(['Select'])])),
      tables: new Map(),
      clusters: new Set(),
      resources: new Set(),
      workloadGroups: new Set(['normal']),
    };
    this.#users.set(name, user);
    return user;
  }

  drop({ name, host }: Identity): void {
    if (!this.#users.delete(name)) fail(`User \`${name}\`@\`${host}\` does not exist.`);
  }

  change(kind: 'grant' | 'revoke', words: readonly string[], target: GrantTarget, { name, host }: Identity): void {
    const user = this.#users.get(name) ?? fail(`user '${name}'@'${host}' does not exist`);
    const privileges = words.flatMap(privilegesOf);
    if (target.kind === 'resource' || target.kind === 'cluster' || target.kind === 'workload group') {
      if (privileges.some((privilege) => privilege !== 'Usage')) fail(`Only USAGE_PRIV can be granted on a ${target.kind}`);
      const names = target.kind === 'resource' ? user.resources : target.kind === 'cluster' ? user.clusters : user.workloadGroups;
      if (kind === 'grant') names.add(target.name === '*' ? '%' : target.name);
      else names.delete(target.name === '*' ? '%' : target.name);
      return;
    }
    const held = heldOn(user, target);
    for (const privilege of privileges) {
      if (kind === 'grant') held.add(privilege);
      else held.delete(privilege);
    }
  }

  /** The user of HTTP's Basic header and of MySQL's clear text. */
  login(name: string, password: string): User | null {
    const user = this.#users.get(name);
    return user !== undefined && user.password === password ? user : null;
  }

  /** `mysql_native_password`: XOR of SHA1(password) and SHA1(challenge + SHA1(SHA1(password))). */
  loginByHash(name: string, challenge: Buffer, answer: Buffer): User | null {
    const user = this.#users.get(name);
    if (user === undefined) return null;
    if (user.password === '') return answer.length === 0 ? user : null;
    const sha1 = (...parts: readonly Buffer[]): Buffer => createHash('sha1').update(Buffer.concat(parts)).digest();
    const once = sha1(Buffer.from(user.password));
    const mask = sha1(challenge, sha1(once));
    const expected = Buffer.from(once.map((byte, index) => byte ^ (mask[index] ?? 0)));
    return answer.length === expected.length && timingSafeEqual(answer, expected) ? user : null;
  }
}

function privilegesOf(word: string): readonly Privilege[] {
  if (/^all(_privileges|_priv)?$/i.test(word)) return ['Select', 'Load', 'Alter', 'Create', 'Drop', 'Usage'];
  const bare = word.replace(/_priv$/i, '').toLowerCase();
  const found = PRIVILEGES.find((privilege) => privilege.toLowerCase() === bare);
  return [found ?? fail(`Unknown privilege: ${word}`)];
}

function heldOn(user: User, target: GrantTarget): Set<Privilege> {
  if (target.kind === 'global') return user.global;
  const [map, key] =
    target.kind === 'database'
      ? [user.databases, target.database]
      : [user.tables, 'table' in target ? `${target.database}.${target.table}` : ''];
  const held = map.get(key) ?? new Set<Privilege>();
  map.set(key, held);
  return held;
}

export function may(user: User, privilege: Privilege, database: string | null, table: string | null = null): boolean {
  if (user.global.has(privilege) || (user.global.has('Admin') && privilege !== 'Node')) return true;
  if (database === null) return false;
  return (
    (user.databases.get(database)?.has(privilege) || (table !== null && user.tables.get(`${database}.${table}`)?.has(privilege))) ?? false
  );
}

/** Whether the user sees that it is there: any privilege on it or in it. */
export function sees(user: User, database: string, table: string | null = null): boolean {
  if (user.global.size > 0 || (user.databases.get(database)?.size ?? 0) > 0) return true;
  if (table !== null) return (user.tables.get(`${database}.${table}`)?.size ?? 0) > 0;
  return [...user.tables].some(([key, held]) => key.startsWith(`${database}.`) && held.size > 0);
}

/** For statements on a database. */
export function demand(user: User, privilege: Privilege, database: string | null): void {
  if (may(user, privilege, database)) return;
  const word = privilege.toUpperCase();
  throw new DorisError(1227, '42000', `Access denied; you need (at least one of) the (${word}) privilege(s) for this operation`);
}

/** For statements on a table. */
export function demandOnTable(user: User, privilege: Privilege, database: string, table: string): void {
  if (may(user, privilege, database, table)) return;
  const word = privilege.toUpperCase();
  throw new DorisError(1142, '42000', `${word} command denied to user '${user.name}'@'%' for table '${database}: ${table}'`);
}

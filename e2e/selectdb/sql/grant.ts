import { notEmulated } from '../errors.ts';
import type { Reader } from './reader.ts';
import { userIdentity } from './show.ts';

export interface Identity {
  readonly name: string;
  readonly host: string;
}

/** What a privilege holds on: everything, a database, a table, or a named resource. */
export type GrantTarget =
  | { readonly kind: 'global' }
  | { readonly kind: 'database'; readonly database: string }
  | { readonly kind: 'table'; readonly database: string; readonly table: string }
  | { readonly kind: 'resource' | 'cluster' | 'workload group'; readonly name: string };

export type Grant =
  | { readonly kind: 'create user'; readonly user: Identity; readonly password: string; readonly ifNotExists: boolean }
  | { readonly kind: 'drop user'; readonly user: Identity; readonly ifExists: boolean }
  | { readonly kind: 'grant' | 'revoke'; readonly privileges: readonly string[]; readonly target: GrantTarget; readonly user: Identity };

/** CREATE USER, DROP USER, GRANT, REVOKE; null for anything else. */
export function grant(reader: Reader): Grant | null {
  if (reader.accept('CREATE', 'USER')) {
    const ifNotExists = reader.accept('IF', 'NOT', 'EXISTS');
    const user = userIdentity(reader);
    const password = reader.accept('IDENTIFIED', 'BY') ? reader.string().text : '';
    return { kind: 'create user', user, password, ifNotExists };
  }
  if (reader.accept('DROP', 'USER')) {
    const ifExists = reader.accept('IF', 'EXISTS');
    return { kind: 'drop user', user: userIdentity(reader), ifExists };
  }
  const kind = reader.accept('GRANT') ? 'grant' : reader.accept('REVOKE') ? 'revoke' : null;
  if (kind === null) return null;
  const privileges = reader.list(() => reader.identifier());
  if (!reader.accept('ON')) notEmulated('a role');
  const aim = target(reader);
  reader.expect(kind === 'grant' ? 'TO' : 'FROM');
  if (reader.sees('ROLE')) notEmulated('a role');
  return { kind, privileges, target: aim, user: userIdentity(reader) };
}

function target(reader: Reader): GrantTarget {
  const word = (): string => (reader.token.kind === 'string' ? reader.next().text : reader.acceptSymbol('*') ? '*' : reader.identifier());
  if (reader.accept('RESOURCE')) return { kind: 'resource', name: word() };
  if (reader.accept('CLUSTER') || reader.accept('COMPUTE', 'GROUP')) return { kind: 'cluster', name: word() };
  if (reader.accept('WORKLOAD', 'GROUP')) return { kind: 'workload group', name: word() };
  const parts = [word()];
  while (reader.acceptSymbol('.')) parts.push(word());
  const [database = '*', table = '*'] = parts.slice(-2);
  if (database === '*') return { kind: 'global' };
  return table === '*' ? { kind: 'database', database } : { kind: 'table', database, table };
}

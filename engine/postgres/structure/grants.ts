import type { SchemaObject } from '../../schema/object.ts';
import { quote } from '../quote.ts';

/** One privilege of an acl, with names for oids. */
export interface Privilege {
  readonly grantor: string;
  /** Null is PUBLIC. */
  readonly grantee: string | null;
  readonly privilege: string;
  readonly grantable: boolean;
}

/** Who owns an object and who may do what with it, as `accessSql` reads it. */
export interface Access {
  readonly owner: string;
  /** Null where nothing was ever granted or revoked: what `usual` says holds. */
  readonly actual: readonly Privilege[] | null;
  /** What every object of this kind and owner has by itself. */
  readonly usual: readonly Privilege[];
}

/** Privileges of one column, read by `privilegesSql('a.attacl')`. */
export interface ColumnPrivileges {
  readonly column: string;
  readonly privileges: readonly Privilege[];
}

/** The letters of acldefault(). */
export type AclType = 'r' | 's' | 'f' | 'T' | 'n';

/** Expression: an acl as json list of `Privilege`, in the acl's order: who passes on a privilege got it before. Roles that are gone are left out. */
export function privilegesSql(acl: string): string {
  return `(select coalesce(json_agg(json_build_object('grantor', pg_get_userbyid(x.grantor), 'grantee', to_role.rolname,
      'privilege', x.privilege, 'grantable', x.grantable) order by x.n), '[]')
    from aclexplode(${acl}) with ordinality as x(grantor, grantee, privilege, grantable, n) left join pg_roles to_role on to_role.oid = x.grantee
    where x.grantee = 0 or to_role.oid is not null)`;
}

/** Expression: json of `Access`; what is usual only where something else holds. `acl` and `owner` are SQL: `accessSql('r', 'c.relacl', 'c.relowner')`. */
export function accessSql(type: AclType, acl: string, owner: string): string {
  return `json_build_object('owner', pg_get_userbyid(${owner}), 'actual', case when ${acl} is not null then ${privilegesSql(acl)} end,
    'usual', case when ${acl} is not null then ${privilegesSql(`acldefault('${type}', ${owner})`)} else '[]' end)`;
}

export interface AccessInit {
  /** As ALTER names it: `VIEW "s"."v"`. */
  readonly object: string;
  /** As GRANT names it, where that differs: `TABLE "s"."v"`. */
  readonly grantObject?: string;
  readonly access: Access;
  readonly columns?: readonly ColumnPrivileges[];
}

/** Owner and grants of an object in statements, and the roles they name. */
export function accessOf({ object, grantObject = object, access, columns = [] }: AccessInit): AccessStatements {
  const grants = [
    ...privilegeStatements(access, { on: grantObject }),
    ...columns.flatMap(({ column, privileges }) =>
      privilegeStatements({ owner: access.owner, actual: privileges, usual: [] }, { on: grantObject, column }),
    ),
  ];
  const named = grants.length === 0 ? [] : [...(access.actual ?? []), ...columns.flatMap((column) => column.privileges)];
  return { ...ownedBy(object, access.owner), grants, grantees: rolesOf(access.owner, named) };
}

type AccessStatements = Pick<SchemaObject, 'ownership' | 'grants' | 'grantees'>;

/** For what has an owner and no privileges (operators, collations). */
export function ownedBy(object: string, owner: string): AccessStatements {
  return { ownership: [`alter ${object} owner to ${quote(owner)}`], grants: [], grantees: [owner] };
}

/** The owner and everybody that privileges name. */
export function rolesOf(owner: string, privileges: readonly Privilege[]): readonly string[] {
  const named = privileges.flatMap(({ grantor, grantee }) => (grantee === null ? [grantor] : [grantor, grantee]));
  return [...new Set([owner, ...named])].sort();
}

interface GrantTarget {
  /** `TABLE "s"."t"` */
  readonly on: string;
  readonly column?: string;
  /** Goes before GRANT and REVOKE: `alter default privileges for role "r"`. */
  readonly prefix?: string;
}

/**
 * GRANT and REVOKE that lead from what is usual to what is. Privileges are named one by one, never ALL: a newer server's ALL is
 * more than what was granted.
 */
export function privilegeStatements({ owner, actual, usual }: Access, target: GrantTarget): string[] {
  if (actual === null) return [];
  const gone = usual.filter((one) => !actual.some((other) => isSame(one, other)));
  const optionGone = usual.filter((one) => one.grantable && actual.some((other) => isSame(one, other) && !other.grantable));
  const added = actual.filter((one) => !usual.some((other) => isSame(one, other) && (other.grantable || !one.grantable)));
  return [
    ...grouped(gone).map((group) => statement('revoke', group, target)),
    ...grouped(optionGone).map((group) => statement('revoke grant option for', group, target)),
    ...grouped(added).flatMap((group) => asGrantor(owner, group[0].grantor, statement('grant', group, target))),
  ];
}

function isSame(one: Privilege, other: Privilege): boolean {
  return one.grantor === other.grantor && one.grantee === other.grantee && one.privilege === other.privilege;
}

type Group = readonly [Privilege, ...Privilege[]];

/** What one statement can say: the same roles and option. In the order of the first of each. */
function grouped(privileges: readonly Privilege[]): readonly Group[] {
  const groups = new Map<string, [Privilege, ...Privilege[]]>();
  for (const one of privileges) {
    const key = JSON.stringify([one.grantor, one.grantee, one.grantable]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()];
}

function statement(verb: string, group: Group, { on, column, prefix }: GrantTarget): string {
  const [{ grantee, grantable }] = group;
  const what = group.map(({ privilege }) => (column === undefined ? privilege : `${privilege} (${quote(column)})`)).join(', ');
  const role = grantee === null ? 'public' : quote(grantee);
  const words = [
    prefix,
    verb,
    what,
    'on',
    on,
    verb === 'grant' ? 'to' : 'from',
    role,
    verb === 'grant' && grantable && 'with grant option',
  ];
  return words.filter(Boolean).join(' ');
}

/** Whoever passed a privilege on does so again. LOCAL: it ends with the transaction, however that ends. */
function asGrantor(owner: string, grantor: string, sql: string): string[] {
  return grantor === owner ? [sql] : [`set local role ${quote(grantor)}`, sql, 'set local role none'];
}

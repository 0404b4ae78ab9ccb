import type { ErrorScope } from '../errors.ts';
import { need, query } from '../query.ts';
import type { Address, Server } from './kind.ts';

/** `from` cannot be without `to`; `column`: of `to`, when only that column is meant. */
export interface Edge {
  readonly from: Address;
  readonly to: Address;
  readonly column: string | null;
}

export interface Dependencies {
  readonly edges: readonly Edge[];
  /** What an address is a part of: a row type of its table, an index of its constraint, a member of its extension. */
  readonly partOf: ReadonlyMap<Address, Address>;
}

/**
 * All dependencies between user-made objects, in one pass over pg_depend. Built-in objects (oid below 16384) are pinned and need
 * no edge; schema public is the exception, for it may be missing.
 *
 * `partOf` follows what the server itself treats as part of something else: internal dependencies (row types, array types, the
 * index of a constraint, the rule of a view), extension members, and those automatic ones that have no statement of their own
 * (defaults, checks, members of operator families). An automatic dependency otherwise only says that one goes with the other: an
 * OWNED BY must not make the sequence wait for its table, whose default waits for the sequence.
 */
export async function readDependencies({ client }: Server, scope: ErrorScope): Promise<Dependencies> {
  const rows = await query(
    client,
    scope,
    `select d.classid::regclass::text || ':' || d.objid as "from", d.refclassid::regclass::text || ':' || d.refobjid as "to", d.deptype as type,
       case when d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0 then a.attname end as "column",
       case d.classid when 'pg_constraint'::regclass then con.contype::text when 'pg_class'::regclass then c.relkind::text end as what
     from pg_depend d
       left join pg_attribute a on d.refclassid = 'pg_class'::regclass and a.attrelid = d.refobjid and a.attnum = d.refobjsubid and d.refobjsubid > 0
       left join pg_constraint con on d.classid = 'pg_constraint'::regclass and con.oid = d.objid
       left join pg_class c on d.classid = 'pg_class'::regclass and c.oid = d.objid
     -- Of partitions and their parents' indexes (P, S; I in 11): each is made by
     -- itself, and attached when both are there. A partition's trigger is its parent's.
     where (d.deptype not in ('P', 'S', 'I') or d.classid = 'pg_trigger'::regclass) and d.objid >= 16384 and (d.refobjid >= 16384 or d.refclassid = 'pg_namespace'::regclass or d.deptype = 'e')
       and (c.relkind is null or c.relkind <> 't')`,
  );
  const partOf = new Map<Address, Address>();
  const weak = new Map<Address, Address>();
  const edges: Edge[] = [];
  for (const row of rows) {
    const from = need(row.from) as Address;
    const to = need(row.to) as Address;
    if (row.type === 'e' || row.type === 'i') partOf.set(from, to);
    else if (row.type === 'a' && isPart(from, to, row.what ?? null)) weak.set(from, to);
    if (row.type === 'a' && row.what === 'S') continue;
    if (row.type !== 'e') edges.push({ from, to, column: row.column ?? null });
  }
  for (const [from, to] of weak) if (!partOf.has(from)) partOf.set(from, to);
  return { edges, partOf };
}

/**
 * Foreign keys, triggers and policies are objects of their own: when they are not wanted, what they need is not either. A member
 * of an operator family is tied as loosely to its operator as to the family, of which alone it is a part.
 */
function isPart(from: Address, to: Address, what: string | null): boolean {
  if (from.startsWith('pg_amop:') || from.startsWith('pg_amproc:')) return to.startsWith('pg_opfamily:') || to.startsWith('pg_opclass:');
  return from.startsWith('pg_attrdef:') || (from.startsWith('pg_constraint:') && what !== 'f');
}

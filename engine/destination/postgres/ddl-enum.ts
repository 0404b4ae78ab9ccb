import type pg from 'pg';
import { notCarried } from '../../ddl/refused.ts';
import type { DdlCommand, EnumStep } from '../../ddl/structure.ts';
import { need, query } from '../../postgres/query.ts';
import { literal, qualified } from '../../postgres/quote.ts';
import { readVersion } from '../../postgres/structure/read.ts';
import { displayName } from '../../schema/table.ts';
import { text } from '../../text.ts';
import type { Renamed } from './ddl-sql.ts';

const SCOPE = { side: 'destination' } as const;

/** Before it a label can be added outside of any transaction only. */
const WITHIN_TRANSACTION = 120_000;

interface Labels {
  readonly command: DdlCommand;
  readonly labels: EnumStep;
  readonly renamed: Renamed;
  /** A connection beside the one whose transaction is open. */
  readonly open: () => Promise<pg.Client>;
}

/**
 * What gives the type the labels it lacks, each in its place. Where that cannot be part of a transaction it is done here and now, beside
 * the one that is open: a label that nobody uses yet is nothing to anyone, and after a crash it is found there.
 */
export async function enumSql(client: pg.Client, { command, labels, renamed, open }: Labels): Promise<readonly string[]> {
  const target = targetOf(labels, renamed);
  const wanted = { ...labels, tag: command.tag };
  const added = await lackingSql(client, wanted, target);
  if (added.length === 0 || (await readVersion(client, SCOPE)) >= WITHIN_TRANSACTION || !isAdded(added)) return added;
  const scope = { ...SCOPE, object: displayName(labels) };
  if (await isHeld(client, target)) throw notCarried(command, labels, HELD);
  const beside = await open();
  try {
    for (const sql of await lackingSql(beside, wanted, target)) await query(beside, scope, sql);
  } finally {
    await beside.end().catch(() => {});
  }
  return [];
}

const HELD = text(
  'it changes a type twice in one transaction, which the destination, a version before 12, can take in separate ones only',
  '该事务多次更改同一类型，而目标库版本低于 12，只能在不同事务中执行',
);

const isAdded = (statements: readonly string[]): boolean => statements.some((sql) => sql.includes(' add value '));

function targetOf({ schema, name }: EnumStep, renamed: Renamed): string {
  const [before, after] = ['ALTER TYPE ', ' OWNER TO CURRENT_USER'];
  return renamed(`${before}${qualified({ schema, name })}${after}`).slice(before.length, -after.length);
}

async function lackingSql(
  client: pg.Client,
  { schema, name, labels, tag }: EnumStep & Pick<DdlCommand, 'tag'>,
  target: string,
): Promise<readonly string[]> {
  const rows = await query(
    client,
    { ...SCOPE, object: displayName({ schema, name }) },
    'select enumlabel as label from pg_catalog.pg_enum where enumtypid = pg_catalog.to_regtype($1) order by enumsortorder',
    [target],
  );
  const there = rows.map(({ label }) => need(label));
  if (there.length === 0) return [];
  const wanted = new Set(labels);
  const lost = there.filter((label) => !wanted.has(label));
  const fresh = labels.filter((label) => !there.includes(label));
  // One that is made under a name that was free again renames no label: columns may have values of the one that had the name.
  if (tag === 'ALTER TYPE' && lost.length === 1 && fresh.length === 1)
    return [`alter type ${target} rename value ${literal(lost[0] ?? '')} to ${literal(fresh[0] ?? '')}`];
  return fresh.map((label) => {
    const before = labels[labels.indexOf(label) - 1];
    const after = labels[labels.indexOf(label) + 1];
    const place = before !== undefined ? ` after ${literal(before)}` : after !== undefined ? ` before ${literal(after)}` : '';
    return `alter type ${target} add value if not exists ${literal(label)}${place}`;
  });
}

/** The transaction that is open has changed the type itself: another connection would wait for it for good. */
async function isHeld(client: pg.Client, target: string): Promise<boolean> {
  const [row] = await query(
    client,
    SCOPE,
    `select exists (select from pg_catalog.pg_locks where pid = pg_catalog.pg_backend_pid() and locktype = 'object'
       and classid = 'pg_catalog.pg_type'::regclass and objid = pg_catalog.to_regtype($1)::oid and mode = 'ExclusiveLock') as yes`,
    [target],
  );
  return row?.yes === 't';
}

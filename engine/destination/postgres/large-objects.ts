import type pg from 'pg';
import { EngineError } from '../../errors.ts';
import { translate } from '../../postgres/errors.ts';
import { execute, need, query, type TextRow } from '../../postgres/query.ts';
import { literal, quote } from '../../postgres/quote.ts';
import { accessOf } from '../../postgres/structure/grants.ts';
import { readVersion } from '../../postgres/structure/read.ts';
import type { LargeObjectPiece } from '../../source/source.ts';
import type { LargeObjectBatch, LargeObjectMark, LargeObjectsLoaded } from '../destination.ts';

const SCOPE = { side: 'destination', object: 'large objects' } as const;

/** What is sent in one statement, whether it is of many objects or of one. */
const STATEMENT_BYTES = 1_048_576;
const INV_WRITE = 131_072;

export function markOf({ state, objects, bytes }: TextRow): LargeObjectMark {
  const { upTo, done, kept } = JSON.parse(need(state)) as Pick<LargeObjectMark, 'upTo' | 'done' | 'kept'>;
  return { upTo, done, kept, objects: Number(objects), bytes: Number(bytes) };
}

function written({ upTo, done, kept }: LargeObjectMark): string {
  return JSON.stringify({ upTo, done, kept });
}

export async function takenLargeObjects(client: pg.ClientBase, numbers: readonly number[]): Promise<ReadonlySet<number>> {
  const rows = await query(client, SCOPE, 'select oid from pg_largeobject_metadata where oid = any ($1::oid[])', [numbers]);
  return new Set(rows.map(({ oid }) => Number(oid)));
}

/** Makes the objects in one transaction with the mark: either all of them and the mark are there, or nothing. */
export async function loadLargeObjects(client: pg.Client, taskId: string, batch: LargeObjectBatch): Promise<LargeObjectsLoaded> {
  await query(client, SCOPE, 'begin');
  try {
    await claim(client, taskId, batch);
    await make(client, batch);
    const contents = new Contents(client);
    for await (const pieces of batch.objects.length === 0 ? [] : batch.contents) for (const piece of pieces) await contents.add(piece);
    await contents.end();
    const lacking = await dress(client, batch);
    const mark = { ...batch.to, bytes: batch.to.bytes + contents.bytes };
    const sql = 'update opendts.task_large_objects set objects = $2, bytes = $3 where task_id = $1';
    await query(client, SCOPE, sql, [taskId, mark.objects, mark.bytes]);
    await query(client, SCOPE, 'commit');
    return { mark, lacking };
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw translate(error, SCOPE);
  }
}

/** Waits for a killed engine's transaction that is still deciding: if that one commits, the objects are there and the mark has moved. */
async function claim(client: pg.Client, taskId: string, { from, to }: LargeObjectBatch): Promise<void> {
  const sql = `insert into opendts.task_large_objects as t (task_id, state) values ($1, $3)
    on conflict (task_id) do update set state = excluded.state where t.state is not distinct from $2`;
  const claimed = await execute(client, SCOPE, sql, [taskId, from === null ? null : written(from), written(to)]);
  if (claimed !== 1) throw changed();
}

async function make(client: pg.Client, { objects }: LargeObjectBatch): Promise<void> {
  if (objects.length === 0) return;
  await query(client, SCOPE, 'select lo_create(n) from unnest($1::oid[]) as n', [objects.map(({ number }) => number)]).catch(
    (error: unknown) => {
      throw isTaken(error) ? changed(error) : error;
    },
  );
}

function isTaken(error: unknown): boolean {
  return error instanceof EngineError && error.cause instanceof Error && 'code' in error.cause && error.cause.code === '23505';
}

/** Somebody else made one of the numbers, or moved the mark, since they were looked at. */
function changed(cause?: unknown): EngineError {
  return new EngineError({
    code: 'large-object.changed',
    message: {
      en: 'Large objects were made at the destination by someone else while they were copied',
      zh: '复制大对象期间，目标库中的大对象被其他进程改动',
    },
    hint: { en: 'The task looks at them again and goes on from there.', zh: '任务会重新检查并继续。' },
    retry: 'soon',
    side: 'destination',
    cause,
  });
}

/** Gathers pieces, of however many objects, until they are worth a statement: bytes as one binary value, and whose they are. */
class Contents {
  bytes = 0;
  readonly #client: pg.Client;
  readonly #buffer = Buffer.allocUnsafe(STATEMENT_BYTES);
  #filled = 0;
  #runs: { readonly number: number; readonly offset: number; readonly at: number; length: number }[] = [];
  /** Lengths that no byte marks: of objects that were cut, or drawn out, to a hole. */
  readonly #lengths = new Map<number, number>();

  constructor(client: pg.Client) {
    this.#client = client;
  }

  async add({ number, offset, bytes }: LargeObjectPiece): Promise<void> {
    if (bytes.length === 0) {
      this.#lengths.set(number, Math.max(offset, this.#lengths.get(number) ?? 0));
      return;
    }
    if (this.#filled + bytes.length > STATEMENT_BYTES) await this.#flush();
    const last = this.#runs.at(-1);
    if (last?.number === number && last.offset + last.length === offset) last.length += bytes.length;
    else this.#runs.push({ number, offset, at: this.#filled + 1, length: bytes.length });
    this.#filled += bytes.copy(this.#buffer, this.#filled);
    this.bytes += bytes.length;
  }

  async end(): Promise<void> {
    await this.#flush();
    for (const [number, length] of this.#lengths) await lengthen(this.#client, number, length);
  }

  async #flush(): Promise<void> {
    if (this.#runs.length === 0) return;
    const runs = this.#runs;
    await query(
      this.#client,
      SCOPE,
      `select lo_put(r.number, r.start, substr($1::bytea, r.at, r.length))
       from unnest($2::oid[], $3::bigint[], $4::int[], $5::int[]) as r(number, start, at, length)`,
      [
        this.#buffer.subarray(0, this.#filled),
        runs.map(({ number }) => number),
        runs.map(({ offset }) => offset),
        runs.map(({ at }) => at),
        runs.map(({ length }) => length),
      ],
    );
    this.#runs = [];
    this.#filled = 0;
  }
}

/** Never shortens. */
async function lengthen(client: pg.Client, number: number, length: number): Promise<void> {
  const [opened] = await query(client, SCOPE, 'select fd, lo_lseek64(fd, 0, 2) as bytes from lo_open($1::oid, $2::int) as fd', [
    number,
    INV_WRITE,
  ]);
  if (Number(opened?.bytes) < length) await query(client, SCOPE, 'select lo_truncate64($1::int, $2::bigint)', [opened?.fd, length]);
  await query(client, SCOPE, 'select lo_close($1::int)', [opened?.fd]);
}

/** Comments, owners and grants. What names a role that cannot be had here is left out; the rest goes on without it. */
async function dress(client: pg.Client, { objects, ownership, grants }: LargeObjectBatch): Promise<readonly string[]> {
  const carried = objects.map(({ number, comment, access }) => {
    const object = `large object ${number}`;
    const { ownership: owned, grants: granted, grantees } = accessOf({ object, access });
    return { object, comment, owner: access.owner, owned: ownership ? owned : [], granted: grants ? granted : [], grantees };
  });
  const named = carried.flatMap(({ owned, granted, owner, grantees }) =>
    granted.length > 0 ? [owner, ...grantees] : owned.length > 0 ? [owner] : [],
  );
  const roles = await readRoles(client, [...new Set(named)]);
  const lacking = new Set<string>();
  const sql = carried.flatMap(({ object, comment, owner, owned, granted, grantees }) => {
    const given = roles.self === owner ? [] : owned.filter(() => roles.mine.has(owner) || !lacking.add(owner));
    const usable = granted.filter((statement) => {
      const without = grantees.filter((role) => !roles.there.has(role) && statement.includes(quote(role)));
      for (const role of without) lacking.add(role);
      // Granted in the owner's name when the account may not speak for whoever passed the privilege on.
      return without.length === 0 && grantees.every((role) => roles.mine.has(role) || statement !== `set local role ${quote(role)}`);
    });
    return [...(comment === null ? [] : [`comment on ${object} is ${literal(comment)}`]), ...given, ...usable];
  });
  if (sql.length > 0) await query(client, SCOPE, sql.join(';\n'));
  return [...lacking];
}

interface Roles {
  readonly self: string;
  readonly there: ReadonlySet<string>;
  /** Those the account may hand its objects to. */
  readonly mine: ReadonlySet<string>;
}

async function readRoles(client: pg.Client, names: readonly string[]): Promise<Roles> {
  if (names.length === 0) return { self: '', there: new Set(), mine: new Set() };
  // From version 16 on a member may lack the right to act for its role.
  const acts = (await readVersion(client, SCOPE)) >= 160_000 ? 'SET' : 'MEMBER';
  const sql = 'select rolname as name, pg_has_role(oid, $2) as mine, current_user as self from pg_roles where rolname = any ($1)';
  const rows = await query(client, SCOPE, sql, [names, acts]);
  return {
    self: rows[0]?.self ?? '',
    there: new Set(rows.map(({ name }) => need(name))),
    mine: new Set(rows.filter(({ mine }) => mine === 't').map(({ name }) => need(name))),
  };
}

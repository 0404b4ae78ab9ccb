import { PassThrough } from 'node:stream';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { type ErrorScope, translate } from '../../postgres/errors.ts';
import { need, query } from '../../postgres/query.ts';
import { type Access, type Privilege, privilegesSql } from '../../postgres/structure/grants.ts';
import type { LargeObject, LargeObjectPiece, LargeObjectReader } from '../source.ts';

/** What lo_get answers with at most, so that neither side holds more of an object than this at once. */
const CHUNK = 262_144;
const INV_READ = 262_144;

/** A page of an object as the server keeps it: a quarter of a block, 2 KB unless it was built otherwise. */
const PAGE = "(current_setting('block_size')::bigint / 4)";

const SHAPE = `o.oid, pg_get_userbyid(o.lomowner) as owner, obj_description(o.oid, 'pg_largeobject') as comment,
  case when o.lomacl is not null then ${privilegesSql('o.lomacl')} end as privileges`;

/** What is known of one object and read of its contents. `list`: numbers separated by commas, for COPY takes no parameters. */
interface Way {
  readonly describe: string;
  readonly contents: (objects: readonly LargeObject[]) => string;
}

/** The pages as they are kept: fast, and holes are not read at all. It takes SELECT on the catalog, which superusers have. */
const PAGES: Way = {
  describe: `select ${SHAPE}, (coalesce((select max(d.pageno) from pg_largeobject d where d.loid = o.oid), -1) + 1::bigint) * ${PAGE} as bytes
    from unnest($1::oid[]) with ordinality as w(oid, n) join pg_largeobject_metadata o on o.oid = w.oid order by w.n`,
  contents: (objects) => `select d.loid, d.pageno * ${PAGE}, d.data from unnest('{${numbersOf(objects)}}'::oid[]) as w(oid)
    cross join lateral (select loid, pageno, data from pg_largeobject where loid = w.oid order by pageno offset 0) as d`,
};

/**
 * The functions everybody may call on what he may read; holes come as zeros. Each level is a query of its own (`offset 0`), so that
 * an object is opened, measured and closed in this order; the server would keep the open ones until the end of the transaction.
 */
const FUNCTIONS: Way = {
  describe: `select oid, owner, comment, privileges, bytes, lo_close(fd) from (
      select oid, owner, comment, privileges, fd, lo_lseek64(fd, 0, 2) as bytes from (
        select ${SHAPE}, lo_open(o.oid, ${INV_READ}) as fd
        from unnest($1::oid[]) with ordinality as w(oid, n) join pg_largeobject_metadata o on o.oid = w.oid order by w.n offset 0
      ) as opened offset 0
    ) as measured`,
  contents: (objects) => `select w.oid, p.start, lo_get(w.oid, p.start, ${CHUNK})
    from unnest('{${numbersOf(objects)}}'::oid[], '{${objects.map(({ bytes }) => bytes).join()}}'::bigint[]) as w(oid, bytes)
    cross join lateral generate_series(0, w.bytes - 1, ${CHUNK}) as p(start)`,
};

function numbersOf(objects: readonly LargeObject[]): string {
  return objects.map(({ number }) => number).join();
}

/** Reads under the view that `client` has and keeps: nothing else may be asked of the connection meanwhile, or afterwards. */
export async function openLargeObjects(client: pg.Client, scope: ErrorScope): Promise<LargeObjectReader> {
  // The pages have one index and are many: a sort of them all, on a server's guess, would fill its disk before the first one comes.
  await query(client, scope, "select set_config('enable_sort', 'off', false), set_config('enable_seqscan', 'off', false)");
  const [row] = await query(client, scope, "select has_table_privilege('pg_largeobject', 'SELECT') as pages");
  return new PostgresLargeObjects(client, scope, row?.pages === 't' ? PAGES : FUNCTIONS);
}

class PostgresLargeObjects implements LargeObjectReader {
  readonly #client: pg.Client;
  readonly #scope: ErrorScope;
  readonly #way: Way;

  constructor(client: pg.Client, scope: ErrorScope, way: Way) {
    this.#client = client;
    this.#scope = scope;
    this.#way = way;
  }

  async numbers(after: number, limit: number): Promise<readonly number[]> {
    const sql = 'select oid from pg_largeobject_metadata where oid > $1::oid order by oid limit $2';
    return (await query(this.#client, this.#scope, sql, [after, limit])).map(({ oid }) => Number(oid));
  }

  async describe(numbers: readonly number[]): Promise<readonly LargeObject[]> {
    const rows = await query(this.#client, this.#scope, this.#way.describe, [numbers]);
    return rows.map(({ oid, owner, comment, privileges, bytes }) => ({
      number: Number(oid),
      bytes: Number(bytes),
      comment: comment ?? null,
      access: accessOf(need(owner), privileges ?? null),
    }));
  }

  async *contents(objects: readonly LargeObject[], signal: AbortSignal): AsyncGenerator<readonly LargeObjectPiece[], void, undefined> {
    const copy = this.#client.query(copyTo(`copy (${this.#way.contents(objects)}) to stdout (format binary)`, { highWaterMark: 1 << 18 }));
    // The connection ends with the snapshot: whoever breaks off leaves it in the middle of the COPY, and must not wait for its end.
    const out = new PassThrough({ highWaterMark: 1 << 18, signal });
    copy.once('error', (error) => out.destroy(translate(error, this.#scope)));
    copy.pipe(out);
    const tuples = new Tuples();
    for await (const chunk of out) {
      const pieces = tuples.take(chunk as Buffer);
      if (pieces.length > 0) yield pieces;
    }
  }
}

/** By itself an owner may read and write, and nobody else anything. */
function accessOf(owner: string, privileges: string | null): Access {
  const usual = ['SELECT', 'UPDATE'].map((privilege) => ({ grantor: owner, grantee: owner, privilege, grantable: false }));
  return { owner, actual: privileges === null ? null : (JSON.parse(privileges) as readonly Privilege[]), usual };
}

const SIGNATURE = 11;
/** Signature, flags, and the length of an extension, which no server sends. */
const HEADER = SIGNATURE + 8;
/** The count of fields; then number, offset and contents, each after its length. */
const COUNT = 2;
const FIXED = COUNT + 4 + 4 + 4 + 8 + 4;

/** COPY's binary form of (oid, bigint, bytea), however it is cut on the way. */
class Tuples {
  #rest: Buffer = Buffer.alloc(0);
  #begun = false;

  take(chunk: Buffer): readonly LargeObjectPiece[] {
    const buffer = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const pieces: LargeObjectPiece[] = [];
    let at = 0;
    if (!this.#begun && buffer.length >= HEADER) {
      this.#begun = true;
      at = HEADER;
    }
    // The trailer, -1 in place of a count, is shorter than any tuple.
    while (this.#begun && buffer.length - at >= FIXED) {
      const length = buffer.readInt32BE(at + FIXED - 4);
      if (buffer.length - at < FIXED + length) break;
      const number = buffer.readUInt32BE(at + COUNT + 4);
      const offset = Number(buffer.readBigInt64BE(at + COUNT + 12));
      pieces.push({ number, offset, bytes: buffer.subarray(at + FIXED, at + FIXED + length) });
      at += FIXED + length;
    }
    this.#rest = buffer.subarray(at);
    return pieces;
  }
}

import type pg from 'pg';
import { need, query } from '../../../postgres/query.ts';

const SCOPE = { side: 'source' } as const;
/** What the session's own UTF-8 is the same as, or what the server does not convert either. */
const AS_IS = new Set(['UTF8', 'SQL_ASCII']);

/** Reads texts of the log, which are in the database's encoding: unlike all else that a server sends they are not converted by it. */
export type Recode = (texts: readonly Buffer[]) => Promise<readonly string[]>;

/** In other encodings the server is asked: its conversions are not to the letter those of anybody else. */
export async function recoder(client: pg.Client): Promise<Recode> {
  const [row] = await query(client, SCOPE, 'select getdatabaseencoding() as encoding');
  if (AS_IS.has(need(row?.encoding))) return async (texts) => texts.map((text) => text.toString('utf8'));
  return async (texts) => {
    if (texts.every(isAscii)) return texts.map((text) => text.toString('latin1'));
    const rows = await query(
      client,
      SCOPE,
      `select convert_from(decode(w.bytes, 'hex'), getdatabaseencoding()) as text from unnest($1::text[]) with ordinality as w(bytes, n) order by w.n`,
      [texts.map((text) => text.toString('hex'))],
    );
    return rows.map(({ text }) => need(text));
  };
}

function isAscii(text: Buffer): boolean {
  return text.every((byte) => byte < 0x80);
}

export type SqlTokenKind = 'keyword' | 'type' | 'string' | 'number' | 'comment' | 'plain';

export interface SqlToken {
  readonly kind: SqlTokenKind;
  readonly text: string;
}

const KEYWORDS = new Set(
  `add all alter always and any array as asc begin between by cascade case cast check collate column comment commit concurrently constraint
  create cross current database declare default deferrable definer delete desc distinct do drop each else end enable exception exclude execute
  exists extension false for foreign from full function generated grant group having identity if ilike immutable in include increment index inherits
  initially inner insert instead into invoker is join key language left like limit lock logged loop materialized maxvalue minvalue no not null of offset on
  only or order outer owned owner parallel partition plpgsql policy primary procedure publication raise range references replace replica
  replication restrict return returning returns revoke right role row rows schema security select sequence server session set slot stable start
  strict subscription table tablespace temporary then to trigger true truncate union unique unlogged update user using valid values view
  volatile when where while window with without`.split(/\s+/),
);

const TYPES = new Set(
  `bigint bigserial bit boolean bool bytea char character cidr date decimal double float4 float8 inet int int2 int4 int8 integer interval json jsonb
  macaddr money name numeric oid precision real regclass serial smallint smallserial text time timestamp timestamptz timetz tsquery tsvector
  uuid varchar varying void xml zone`.split(/\s+/),
);

const PATTERN =
  /(?<comment>--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<string>'(?:[^']|'')*'?|(?<tag>\$\w*\$)[\s\S]*?(?:\k<tag>|$))|(?<quoted>"(?:[^"]|"")*"?)|(?<number>\b\d+(?:\.\d+)?\b)|(?<word>[A-Za-z_][\w$]*)/g;

function kindOf(groups: Readonly<Record<string, string | undefined>>): SqlTokenKind {
  if (groups.comment !== undefined) return 'comment';
  if (groups.string !== undefined) return 'string';
  if (groups.number !== undefined) return 'number';
  const word = groups.word?.toLowerCase() ?? '';
  if (KEYWORDS.has(word)) return 'keyword';
  return TYPES.has(word) ? 'type' : 'plain';
}

/** Cuts SQL into coloured pieces for reading. It only looks: no piece of text is ever lost or changed. */
export function sqlTokens(sql: string): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  let end = 0;
  for (const match of sql.matchAll(PATTERN)) {
    if (match.index > end) tokens.push({ kind: 'plain', text: sql.slice(end, match.index) });
    tokens.push({ kind: kindOf(match.groups ?? {}), text: match[0] });
    end = match.index + match[0].length;
  }
  if (end < sql.length) tokens.push({ kind: 'plain', text: sql.slice(end) });
  return tokens;
}

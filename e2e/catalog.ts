import pg from 'pg';

const QUERY = `
with ns as (select oid, nspname from pg_namespace where nspname = any($1))
select line from (
  select format('%s %I.%I.%I %s%s%s%s%s', c.relkind, n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
    case when a.attnotnull then ' not null' else '' end, ' default ' || pg_get_expr(d.adbin, d.adrelid),
    ' identity ' || nullif(a.attidentity::text, ''), ' generated ' || nullif(to_jsonb(a) ->> 'attgenerated', '')) as line
  from ns n join pg_class c on c.relnamespace = n.oid and c.relkind in ('r', 'p')
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  union all
  select format('constraint %I.%I.%I %s', n.nspname, c.relname, con.conname, pg_get_constraintdef(con.oid))
  from ns n join pg_class c on c.relnamespace = n.oid join pg_constraint con on con.conrelid = c.oid and con.contype <> 'n'
  union all
  select format('index %s valid %s', replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON '), i.indisvalid)
  from ns n join pg_class c on c.relnamespace = n.oid join pg_index i on i.indrelid = c.oid
  union all
  select format('sequence %I.%I %s %s by %s', n.nspname, c.relname, format_type(s.seqtypid, null), s.seqstart, s.seqincrement)
  from ns n join pg_class c on c.relnamespace = n.oid join pg_sequence s on s.seqrelid = c.oid
  union all
  select format('partition %s %s', i.inhrelid::regclass, pg_get_expr(p.relpartbound, p.oid))
  from ns n join pg_class c on c.relnamespace = n.oid join pg_inherits i on i.inhparent = c.oid join pg_class p on p.oid = i.inhrelid
  where c.relkind = 'p'
) all_lines order by line collate "C"`;

/** Columns, constraints, indexes, sequences and partitions of some schemas as lines, to be compared with those of another server. */
export async function describeStructure(url: string, schemas: readonly string[]): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // Names then come qualified from any server.
    await client.query("set search_path = ''");
    const { rows } = await client.query<{ line: string }>(QUERY, [schemas]);
    // What OpenDTS itself keeps at a source is no one's structure.
    return rows.map(({ line }) => line).filter((line) => !/\bpublic\.dts_/.test(line));
  } finally {
    await client.end();
  }
}

/** From here on a server has publications, partitions, identity columns, a catalog of sequences, and a log called WAL. */
export const TEN = 100_000;

/** Expression: where the log ends: as far as it is flushed, or, at a standby, replayed. */
export function logEnd(version: number): string {
  const [replayed, written] =
    version >= TEN
      ? ['pg_last_wal_replay_lsn()', 'pg_current_wal_lsn()']
      : ['pg_last_xlog_replay_location()', 'pg_current_xlog_location()'];
  return `case when pg_is_in_recovery() then ${replayed} else ${written} end`;
}

/** Expression: like `logEnd`, with what is written and not flushed yet. */
export function logInsertEnd(version: number): string {
  const [replayed, inserted] =
    version >= TEN
      ? ['pg_last_wal_replay_lsn()', 'pg_current_wal_insert_lsn()']
      : ['pg_last_xlog_replay_location()', 'pg_current_xlog_insert_location()'];
  return `case when pg_is_in_recovery() then ${replayed} else ${inserted} end`;
}

/** Expression: the name of the file that the log is written to; not at a standby. */
export function logFile(version: number): string {
  return version >= TEN ? 'pg_walfile_name(pg_current_wal_lsn())' : 'pg_xlogfile_name(pg_current_xlog_location())';
}

/** Expression: whether a relation (of pg_class) is a partition. */
export function isPartition(version: number, relation: string): string {
  return version >= TEN ? `${relation}.relispartition` : 'false';
}

/** Expression: the bound of a partition. */
export function partitionBound(version: number, relation: string): string {
  return version >= TEN ? `pg_get_expr(${relation}.relpartbound, ${relation}.oid)` : 'null::text';
}

/** Expression: the key of a partitioned table. */
export function partitionKey(version: number, relation: string): string {
  return version >= TEN ? `pg_get_partkeydef(${relation}.oid)` : 'null::text';
}

/** Expression: the letter that says how a column (of pg_attribute) is an identity; empty for one that is none. */
export function identityLetter(version: number, attribute: string): string {
  return version >= TEN ? `${attribute}.attidentity` : "''::text";
}

/**
 * FROM item with the columns of pg_sequence. Before there was that catalog each sequence told of itself in a row of its own, and all of them
 * were `bigint`. A statement for each is run by `ts_stat`, the one function of such a server that runs a statement it is given and needs no
 * library (those that make XML do). One that the account may not read is told as if nothing had been said of it: who wants its value is
 * refused by name.
 */
export function sequences(version: number): string {
  if (version >= TEN) return 'pg_sequence';
  return `(select r.oid as seqrelid, 'bigint'::regtype::oid as seqtypid, told.parts[1]::bigint as seqstart, told.parts[2]::bigint as seqincrement,
      told.parts[3]::bigint as seqmax, told.parts[4]::bigint as seqmin, told.parts[5]::bigint as seqcache, told.parts[6]::boolean as seqcycle
    from pg_class r join pg_namespace rn on rn.oid = r.relnamespace cross join lateral (select string_to_array(coalesce(case
        when r.relpersistence <> 't' and has_schema_privilege(rn.oid, 'USAGE') and has_sequence_privilege(r.oid, 'SELECT')
        then (select word from ts_stat(format('select array_to_tsvector(array[concat_ws('' '', start_value, increment_by, max_value, min_value,
          cache_value, is_cycled)]) from %I.%I', rn.nspname, r.relname))) end, '1 1 9223372036854775807 1 1 f'), ' ') as parts) as told
    where r.relkind = 'S')`;
}

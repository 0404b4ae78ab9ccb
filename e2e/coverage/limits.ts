import { answered, left, type Section, shown, testsOf } from './row.ts';

const servers = testsOf('engine/precheck/servers.db.test.ts');
const followed = testsOf('engine/precheck/followed.db.test.ts');
const surroundings = testsOf('engine/precheck/surroundings.db.test.ts');
const identity = testsOf('e2e/incremental/identity.ts');
const types = testsOf('engine/destination/selectdb/types.test.ts');
const conflict = testsOf('engine/conflict.db.test.ts');
const lost = testsOf('engine/care-lost.db.test.ts');

const QUIET = conflict('rows alone go into tables that were made beforehand, foreign keys and triggers quiet');
const PUBLISHED_TYPES = types('the types of the mapping that DTS publishes');

/** What the flows cannot, what becomes of types, and what is prepared. */
export const LIMITS: Section = {
  id: 'limits',
  title: 'Limits, types, preparation',
  rows: [
    shown(
      'key',
      'Tables without a key',
      followed('PG_PRIMARY_KEY: tables without a key, a root standing for its partitions'),
      identity('rows without a key, equal ones, are changed one for one'),
    ),
    shown('hyphen', 'A hyphen in the name of the database', servers('PG_DATABASE_NAME: a hyphen in the name')),
    answered(
      'row-size',
      'Rows above 256 MB',
      'A row of 200 MB is tested; there is no limit of our own below that of the server.',
      testsOf('engine/shapes.db.test.ts')('a row of 200 MB, filtered and chosen columns, in slices'),
    ),
    answered(
      'early-ddl',
      'DDL during the schema and full phases',
      'It is carried too, at its place in the log.',
      testsOf('engine/silent-loss.db.test.ts')(
        'a table rewritten between the view and its copy is read again, for under the view it looks empty',
      ),
      testsOf('engine/relation-ddl.db.test.ts')('while the task is away, and while rows are copied again'),
    ),
    shown(
      'wal',
      'Log that the source keeps',
      testsOf('engine/wal-limit.db.test.ts')('warns, and pauses the task with the figures; who resumes it is let catch up'),
      surroundings('PG_WAL_SENDER_TIMEOUT and PG_WAL_KEEP: settings of the source, and the console they are changed in'),
    ),
    shown(
      'failover',
      'Failover of the slot',
      surroundings('PG_SLOT_FAILOVER: a standby that has no copy of the slot'),
      surroundings('PG_SLOT_FAILOVER: the setting of RDS and PolarDB says whether standbys keep copies'),
      testsOf('engine/care.db.test.ts')('failover is asked for where the server has it'),
      testsOf('engine/care.db.test.ts')('what a provider’s setting says of the slot is told'),
    ),
    shown('slot-lost', 'A slot that is gone', lost('a slot that somebody dropped is told of, and all rows are copied again')),
    shown('long-transactions', 'Long transactions', surroundings('PG_LONG_TRANSACTION: sessions that a slot would wait for')),
    shown(
      'other-server',
      'A server that was replaced or put back while the task ran',
      testsOf('engine/silent-loss.db.test.ts')(
        'a source that was put back to an earlier state is refused: its new changes stand where old ones were',
      ),
    ),
    shown(
      'slots',
      'max_wal_senders and max_replication_slots',
      servers('PG_WAL_LEVEL, PG_REPLICATION_SLOTS, PG_WAL_SENDERS: settings of the source, mended by the statements and a restart'),
    ),
    left(
      'one-database',
      'One database for each task',
      'A limit of PostgreSQL as well: a slot is of one database. Several databases are several tasks.',
    ),
    shown('inheritance', 'Inherited tables', identity('inherited tables, each with its own rows')),
    shown(
      'extension-schemas',
      'Objects of extensions are hidden',
      testsOf('engine/source/postgres/objects.db.test.ts')(
        'every kind is listed by its name, without what an extension or another object brings along, and what belongs with it',
      ),
    ),
    shown(
      'partitions',
      'Partitioned tables: the parent stands for its children',
      testsOf('components/wizard/objects/source-rows.test.ts')('partitions of a chosen table come along and cannot be chosen themselves'),
      followed('PG_PARTITION_FAMILY: a partition without its root, or unlike it'),
    ),
    shown(
      'identity',
      'REPLICA IDENTITY FULL, also set by the task',
      followed('PG_REPLICA_IDENTITY: tables whose UPDATE and DELETE the source would refuse'),
      testsOf('engine/care-identity.db.test.ts')(
        'who ignores the warning has the task set REPLICA IDENTITY FULL, and gets back what was there before',
      ),
    ),
    shown(
      'triggers',
      'Foreign keys and triggers are quiet while rows are written',
      QUIET,
      servers('PG_REPLICA_ROLE: an account that may not keep triggers quiet'),
    ),
    left(
      'bloat',
      'A larger destination after concurrent INSERTs',
      'Rows are loaded by COPY, each once; what a table takes is the server’s.',
    ),
    shown(
      'selectdb-names',
      'SelectDB: names that begin with a letter, Chinese names',
      testsOf('engine/precheck/selectdb-names.test.ts')('names begin with a letter, unless the server has learnt better'),
      testsOf('engine/precheck/selectdb-names.test.ts')('Chinese names are taken where the server allows them'),
    ),
    shown(
      'selectdb-keys',
      'SelectDB: keys of the destination are carried',
      testsOf('engine/destination/selectdb/design.test.ts')('a key column that is not carried'),
    ),
    shown('types-numbers', 'Types into SelectDB: numbers and money', PUBLISHED_TYPES),
    shown('types-text', 'Types into SelectDB: CHAR, VARCHAR, TEXT, BYTEA', PUBLISHED_TYPES),
    shown('types-time', 'Types into SelectDB: dates, times, intervals', PUBLISHED_TYPES),
    shown('types-others', 'Types into SelectDB: BOOLEAN, geometry, network, TSVECTOR, XML, JSON', PUBLISHED_TYPES),
    shown(
      'types-left-out',
      'Types into SelectDB: arrays, UUID, JSONB, ranges, enums, domains',
      types('the types it leaves out, each with what becomes of its values'),
      types('a domain is what it is made of'),
    ),
    shown(
      'added-columns',
      'Duplicate model: _is_deleted, _version, _record_id',
      testsOf('engine/destination/selectdb/ddl.test.ts')(
        'the duplicate model: no key, rows anywhere, three columns that tell what became of a row',
      ),
    ),
    shown(
      'reservoir',
      'SelectDB: how often changes are written',
      testsOf('e2e/browser/selectdb.e2e.ts')('a schema is chosen whole, and what all tables share is set'),
    ),
    answered(
      'plugin',
      'Decoding plug-in for old servers',
      'pgoutput is part of every server from version 10 on, where test_decoding can be chosen; 9.6 is read by test_decoding.',
      testsOf('engine/decoder-versions.db.test.ts')(
        'brings structure, rows, changes and commands, goes on after a pause, and leaves nothing',
      ),
      testsOf('engine/source/postgres/oldest.test.ts')(
        'a server before version 9.6 is refused by its version, and the precheck says so in its own words',
      ),
    ),
    shown(
      'preparation',
      'Preparation of a self-managed source, as statements',
      servers('PG_WAL_LEVEL, PG_REPLICATION_SLOTS, PG_WAL_SENDERS: settings of the source, mended by the statements and a restart'),
    ),
    shown(
      'amazon-source',
      'Preparation of an Amazon source',
      testsOf('e2e/browser/paths/amazon.ts')('Amazon RDS for PostgreSQL is migrated to RDS for PostgreSQL'),
    ),
    shown(
      'order-of-work',
      'Order of work: structure, rows, triggers and foreign keys, changes',
      testsOf('engine/structure/beside.db.test.ts')('what reads other tables, or is of none, waits until all are there'),
      testsOf('engine/resume.db.test.ts')('a load that goes on under a later view follows a long log up to it, before foreign keys'),
    ),
  ],
};

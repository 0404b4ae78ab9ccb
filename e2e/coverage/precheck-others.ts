import {
  COLLISION,
  DDL_RIGHT,
  DEST_RIGHTS,
  EXTENSIONS,
  existing,
  followed,
  names,
  objects,
  REPLICA_ROLE,
  REPLICATION_RIGHT,
  SELECTDB_WHOLE,
  servers,
  surroundings,
  UNSUPPORTED,
} from './precheck-proofs.ts';
import { answered, items, left, type Section, testsOf } from './row.ts';

const columns = testsOf('engine/precheck/columns.db.test.ts');
const overlap = testsOf('engine/precheck/overlap.db.test.ts');

const LOG_SETTINGS = surroundings('PG_WAL_SENDER_TIMEOUT and PG_WAL_KEEP: settings of the source, and the console they are changed in');
const IGNORED = columns('told to ignore differences: what only one side has is told, and left out of the plan');

/** Every precheck item that comparable products have beside those. */
export const PRECHECK_OTHERS: Section = {
  id: 'precheck-others',
  title: 'Precheck items of comparable products',
  rows: [
    items('sender-timeout', 'wal_sender_timeout', ['PG_WAL_SENDER_TIMEOUT'], LOG_SETTINGS),
    items(
      'extensions',
      'Extensions exist on the target',
      ['PG_EXTENSION_DEST', 'PG_EXTENSION_RIGHT'],
      EXTENSIONS,
      objects('PG_EXTENSION_RIGHT: one that takes a superuser, installed by the statement'),
    ),
    items('slot-right', 'Right to create a logical slot', ['PG_REPLICATION_RIGHT'], REPLICATION_RIGHT),
    items(
      'table-missing',
      'Destination table missing',
      ['PG_DEST_TABLE_MISSING'],
      names('PG_DEST_TABLE_MISSING: without the structure step the tables must be there'),
    ),
    items(
      'table-structure',
      'Structure of the target table',
      ['PG_DEST_COLUMN_MISSING', 'PG_DEST_COLUMN_DIFFERENT', 'PG_DEST_TYPE'],
      names('PG_DEST_COLUMN_MISSING: existing tables need the columns that are written'),
      IGNORED,
      existing('columns that take no value, refuse some, or change them, are told before the load finds out'),
    ),
    items(
      'given-types',
      'Types chosen for columns',
      ['PG_COLUMN_TYPE', 'PG_COLUMN_TYPE_NARROW'],
      testsOf('engine/precheck/column-types.db.test.ts')(
        'PG_COLUMN_TYPE: types that columns cannot have, and values that would not be the same',
      ),
      testsOf('engine/precheck/column-types.db.test.ts')('PG_COLUMN_TYPE_NARROW: types that do not hold every value are told'),
    ),
    answered(
      'money',
      'LC_MONETARY equal',
      'Every session reads and writes money under lc_monetary C.',
      testsOf('engine/postgres/connect.db.test.ts')('what a role sets for itself ends no session of ours and changes no value'),
      testsOf('e2e/incremental/values.ts')('money'),
    ),
    items(
      'collation',
      'Collation, glibc',
      ['PG_LOCALE', 'PG_ENCODING'],
      surroundings('PG_LOCALE: databases that order text differently'),
      servers('PG_ENCODING: a destination that cannot hold all characters'),
    ),
    items(
      'shared-table',
      'Same table in several schemas',
      ['PG_TABLE_SHARED', 'PG_NAME_COLLISION'],
      testsOf('engine/merge.db.test.ts')('that they become one is told before the start'),
      COLLISION,
    ),
    items(
      'key-overlap',
      'Rows of one key from several sources',
      ['PG_KEY_OVERLAP'],
      overlap('PG_KEY_OVERLAP: keys of a table that another task writes to are looked for there, from all over the source’s table'),
      overlap('PG_KEY_OVERLAP: tables of one task that become one, whose keys are in two of them'),
    ),
    items('object-types', 'Object types supported', ['PG_OBJECT_UNSUPPORTED'], UNSUPPORTED),
    items('unlogged', 'Unlogged tables', ['PG_UNLOGGED'], followed('PG_UNLOGGED: the source refuses to publish such a table')),
    answered(
      'equality',
      'Column types without an equality operator',
      'Values of such types are compared by their text.',
      testsOf('e2e/incremental/values.ts')('JSON as it was written'),
    ),
    items(
      'standby',
      'hot_standby_feedback when the source is a standby',
      ['PG_STANDBY_FEEDBACK', 'PG_STANDBY'],
      surroundings('PG_STANDBY_FEEDBACK: a standby that does not tell what it reads'),
      servers('PG_STANDBY, PG_DEST_READ_ONLY: servers in recovery'),
    ),
    items('ddl-trigger', 'DDL event trigger', ['PG_DDL_RIGHT'], DDL_RIGHT),
    items('postgis', 'PostGIS columns', ['PG_EXTENSION_DEST'], EXTENSIONS),
    items('foreign-keys-quiet', 'Foreign keys and triggers disabled on the target', ['PG_REPLICA_ROLE'], REPLICA_ROLE),
    items('similar-names', 'Similar table names', ['PG_NAME_COLLISION', 'SELECTDB_NAME'], COLLISION, SELECTDB_WHOLE),
    items(
      'target-key',
      'Key on the target for batch apply',
      ['PG_DEST_KEY'],
      existing('the key of a table that is there has to be one there too'),
    ),
    left(
      'target-indexes',
      'Secondary indexes on the target for full load',
      'Indexes the task makes come after the rows; those that are there stay, and only make it slower.',
    ),
    answered(
      'lob',
      'Limited-LOB mode, key that is a LOB, ARRAY without a key',
      'Values have no limit of length, and any type may be a key.',
      testsOf('engine/selection.db.test.ts')(
        'a row of 20 MB and a transaction larger than what is held in memory arrive, copied and followed',
      ),
      testsOf('e2e/incremental/values.ts')('arrays of any shape and bound'),
    ),
    items(
      'long-transactions',
      'Long transactions',
      ['PG_LONG_TRANSACTION'],
      surroundings('PG_LONG_TRANSACTION: sessions that a slot would wait for'),
    ),
    items(
      'prepared-transactions',
      'Prepared transactions',
      ['PG_PREPARED_TRANSACTION'],
      surroundings('PG_PREPARED_TRANSACTION: nobody’s session has it'),
    ),
    items(
      'truncate',
      'TRUNCATE of sources before version 11',
      ['PG_TRUNCATE'],
      testsOf('engine/source/postgres/before-10.test.ts')(
        'PG_TRUNCATE, PG_PUBLICATION_RIGHT: what an old server does not tell, and the right it takes instead',
      ),
    ),
    items('wal-keep', 'max_slot_wal_keep_size', ['PG_WAL_KEEP'], LOG_SETTINGS),
    left(
      'decoding-memory',
      'logical_decoding_work_mem',
      'Smaller values only make the source spill more of large transactions to its disk.',
    ),
    left('pglogical', 'pglogical', 'Nothing here uses it.'),
    left('masking', 'Validation and masking', 'Nothing is masked.'),
    items(
      'target-privileges',
      'Target privileges',
      ['PG_PRIVILEGE_DEST', 'PG_OWNER_RIGHT', 'PG_ROLE_MISSING'],
      DEST_RIGHTS,
      objects('PG_OWNER_RIGHT: an account that is not a member of the owner'),
      objects('PG_ROLE_MISSING: owners, grants and policies, mended by the statements'),
    ),
    items('connections', 'Connections', ['PG_CONNECTIONS'], surroundings('PG_CONNECTIONS: room for the streams of full load')),
  ],
};

import { answered, items, left, type Section, testsOf } from './row.ts';

const servers = testsOf('engine/precheck/servers.db.test.ts');
const rights = testsOf('engine/precheck/rights.db.test.ts');
const names = testsOf('engine/precheck/names.db.test.ts');
const followed = testsOf('engine/precheck/followed.db.test.ts');
const objects = testsOf('engine/precheck/objects.db.test.ts');
const versions = testsOf('engine/precheck/versions.db.test.ts');
const existing = testsOf('engine/precheck/existing.db.test.ts');
const surroundings = testsOf('engine/precheck/surroundings.db.test.ts');
const selectdb = testsOf('engine/precheck/selectdb.db.test.ts');

const CONNECTED = servers('$code: an account the $side does not let in');
const SLOT_SETTINGS = servers(
  'PG_WAL_LEVEL, PG_REPLICATION_SLOTS, PG_WAL_SENDERS: settings of the source, mended by the statements and a restart',
);
const DEST_RIGHTS = rights('PG_PRIVILEGE_DEST: CREATE on the database and on existing schemas');
const COLLISION = names('PG_NAME_COLLISION: tables, indexes and columns that would get one name');
const EXTENSIONS = versions('PG_EXTENSION_DEST: an extension that is not offered, and one that is older');
const UNSUPPORTED = objects('PG_OBJECT_UNSUPPORTED: a function in C, a foreign server');
const REPLICATION_RIGHT = servers('PG_REPLICATION_RIGHT: an account that may not read the log');
const DDL_RIGHT = surroundings('PG_DDL_RIGHT: an account that may not make event triggers');
const REPLICA_ROLE = servers('PG_REPLICA_ROLE: an account that may not keep triggers quiet');
const SELECTDB_WHOLE = selectdb('a whole schema: what cannot be a table is told by kind, what cannot be made by name');

/** Every precheck item that is documented for DTS, or that its PostgreSQL documents imply. */
export const PRECHECK_ITEMS: Section = {
  id: 'precheck-items',
  title: 'Precheck items',
  rows: [
    items('source-connectivity', 'Source database connectivity', ['CHECK_CONN_SRC'], CONNECTED),
    items('destination-connectivity', 'Destination database connectivity', ['CHECK_CONN_DEST'], CONNECTED),
    items('source-version', 'Source database version', ['CHECK_SRC'], servers('CHECK_SRC, CHECK_DEST_VERSION: versions')),
    items(
      'existence',
      'Existence of the database',
      ['PG_DATABASE_EXIST', 'PG_OBJECT_EXIST'],
      servers('PG_DATABASE_EXIST: databases that are not there'),
      names('PG_OBJECT_EXIST: schemas, tables and columns that are not there, with what may have been meant'),
    ),
    items(
      'source-permissions',
      'Source database permissions',
      ['PG_PRIVILEGE_SRC', 'PG_ROW_SECURITY'],
      rights('PG_PRIVILEGE_SRC: schema, table and sequence rights are asked for and granted by the statements offered'),
      surroundings('PG_ROW_SECURITY: what a policy hides from the account is not read'),
    ),
    items(
      'destination-permissions',
      'Destination database permissions',
      ['PG_PRIVILEGE_DEST', 'PG_DEST_READ_ONLY', 'SELECTDB_PRIVILEGE'],
      DEST_RIGHTS,
      rights('PG_DEST_READ_ONLY: a database that takes no writes'),
      selectdb('replicas that cannot be had, an account that may too little, ports that are others'),
    ),
    items(
      'same-names',
      'Objects with the same names',
      ['CHECK_SAME_OBJ', 'PG_NAME_COLLISION', 'SELECTDB_SAME_TABLE'],
      names('CHECK_SAME_OBJ: tables, sequences, indexes and types whose names are taken'),
      COLLISION,
      selectdb('the statements of a plan are taken by the server, and the design says what they make'),
    ),
    items(
      'empty-tables',
      'Destination tables are empty',
      ['CHECK_DEST_TABLE_EMPTY', 'SELECTDB_TABLE_EMPTY'],
      names('CHECK_DEST_TABLE_EMPTY: rows at the destination that stay beside the loaded ones'),
      selectdb('tables that are there: their key must be carried, and what becomes of their rows is told'),
    ),
    items(
      'constraint-integrity',
      'Constraint integrity',
      ['PG_FOREIGN_KEY_PARENT'],
      followed('PG_FOREIGN_KEY_PARENT: referenced tables left out or filtered'),
    ),
    items('topology', 'Topology', ['CHECK_TOPOLOGY'], surroundings('CHECK_TOPOLOGY: a table is not carried into one that the task reads')),
    left(
      'user-names',
      'Different user names for one instance',
      'An account has no more to do with a slot than its rights, which have items of their own.',
    ),
    left('mysql', 'server_id, binlog, storage engine', 'MySQL only.'),
    items('wal-level', 'wal_level', ['PG_WAL_LEVEL'], SLOT_SETTINGS),
    items('slots', 'Replication slots', ['PG_REPLICATION_SLOTS'], SLOT_SETTINGS),
    items('senders', 'WAL senders', ['PG_WAL_SENDERS'], SLOT_SETTINGS),
    items(
      'identity',
      'Replica identity',
      ['PG_REPLICA_IDENTITY', 'PG_FILTER_IDENTITY', 'PG_IDENTITY_COMPUTED'],
      followed('PG_REPLICA_IDENTITY: tables whose UPDATE and DELETE the source would refuse'),
      followed('PG_FILTER_IDENTITY: a filtered table needs its old rows in the log'),
      testsOf('engine/precheck/computed.db.test.ts')('PG_IDENTITY_COMPUTED: tables of whole rows, of which some is in no row'),
    ),
    items(
      'key',
      'Primary key, unique',
      ['PG_PRIMARY_KEY', 'PG_KEY_COLUMNS'],
      followed('PG_PRIMARY_KEY: tables without a key, a root standing for its partitions'),
      followed('PG_KEY_COLUMNS: the columns that tell rows apart must be carried'),
    ),
    items('slot-failover', 'Slot failover', ['PG_SLOT_FAILOVER'], surroundings('PG_SLOT_FAILOVER: a standby that has no copy of the slot')),
    items(
      'privileged-account',
      'Superuser, privileged account',
      ['PG_REPLICATION_RIGHT', 'PG_PUBLICATION_RIGHT', 'PG_DDL_RIGHT'],
      REPLICATION_RIGHT,
      rights('PG_PUBLICATION_RIGHT: CREATE on the database and ownership, granted by the statements offered'),
      DDL_RIGHT,
    ),
    items(
      'replication-role',
      'session_replication_role',
      ['PG_REPLICA_ROLE', 'PG_TRIGGER_FIRES', 'PG_RULE_FIRES'],
      REPLICA_ROLE,
      objects('PG_TRIGGER_FIRES: a trigger and a rule that fire for migrated rows'),
      existing('a rule that would rewrite the task’s statements is named with its table'),
    ),
    items('hyphen', 'Database name has no hyphen', ['PG_DATABASE_NAME'], servers('PG_DATABASE_NAME: a hyphen in the name')),
    answered(
      'edited-tables',
      'Number of edited tables',
      'There is no limit: ten thousand are named at once.',
      testsOf('e2e/browser/batch-edit.e2e.ts')('ten thousand tables are searched at the source, reached by letters, and named at once'),
    ),
    items(
      'partitions',
      'Partition completeness',
      ['PG_PARTITION_FAMILY', 'PG_ROW_MOVES'],
      followed('PG_PARTITION_FAMILY: a partition without its root, or unlike it'),
      followed('PG_ROW_MOVES: partitioned tables of which a moved row would be there twice'),
    ),
    items(
      'serial',
      'SERIAL without its sequence',
      ['PG_OBJECT_DEPENDS'],
      objects('PG_OBJECT_DEPENDS: a view and a routine without their table'),
    ),
    items(
      'unsupported',
      'Unsupported tables',
      ['PG_OBJECT_UNSUPPORTED', 'PG_OBJECT_VERSION', 'PG_EXTENSION_DEST'],
      UNSUPPORTED,
      versions('PG_OBJECT_VERSION: a function whose body is no string'),
      EXTENSIONS,
    ),
    items('selectdb-names', 'SelectDB names', ['SELECTDB_NAME'], SELECTDB_WHOLE),
    items(
      'selectdb-engine',
      'SelectDB engine',
      ['SELECTDB_KEY', 'SELECTDB_TABLE'],
      selectdb('engine unique without a key, and keys nothing makes unique'),
    ),
    left('etl-filter', 'ETL and filter overlap', 'There is no ETL yet.'),
  ],
};

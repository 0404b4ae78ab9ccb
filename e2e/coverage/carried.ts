import { answered, left, type Section, shown, testsOf } from './row.ts';

const rights = testsOf('engine/precheck/rights.db.test.ts');
const servers = testsOf('engine/precheck/servers.db.test.ts');
const structure = testsOf('e2e/structure/structure.db.test.ts');
const unsupported = testsOf('e2e/structure/unsupported.db.test.ts');
const listed = testsOf('e2e/incremental/ddl-listed.ts');
const ddl = testsOf('e2e/incremental/ddl.ts');
const changes = testsOf('e2e/incremental/changes.ts');
const carriedBySelectdb = testsOf('engine/destination/selectdb/changes/ddl.db.test.ts');

const WHOLE = structure('{from} to {to}');
const NO_TRIGGERS = testsOf('engine/relation-ddl.db.test.ts')(
  'are carried at their place between rows, without copying where values are known',
);
const COMMANDS = ddl('commands within functions, procedures, DO and EXECUTE, with names found by the search path');
const AMONG_ROWS = ddl('commands among rows in one transaction, taken back in part and wholly');

/** What the flows need of accounts and servers, and what they carry. */
export const CARRIED: Section = {
  id: 'carried',
  title: 'Permissions, objects, SQL',
  rows: [
    shown(
      'source-select',
      'Source account: SELECT on the objects',
      rights('PG_PRIVILEGE_SRC: schema, table and sequence rights are asked for and granted by the statements offered'),
    ),
    shown('source-structure', 'Source account: structure alone', rights('PG_PRIVILEGE_SRC: structure alone takes no SELECT')),
    shown(
      'source-replication',
      'Source account: superuser or REPLICATION',
      servers('PG_REPLICATION_RIGHT: an account that may not read the log'),
      rights('PG_PUBLICATION_RIGHT: CREATE on the database and ownership, granted by the statements offered'),
    ),
    shown(
      'source-rds',
      'Source account: rds_superuser',
      testsOf('e2e/browser/paths/amazon.ts')('Amazon RDS for PostgreSQL is migrated to RDS for PostgreSQL'),
      testsOf('engine/precheck/surroundings.db.test.ts')('PG_DDL_RIGHT: an account that may not make event triggers'),
    ),
    shown(
      'destination-owner',
      'Destination account: owner of the database or schema',
      rights('PG_PRIVILEGE_DEST: CREATE on the database and on existing schemas'),
    ),
    shown(
      'selectdb-rights',
      'SelectDB account: its six rights',
      testsOf('engine/precheck/selectdb.db.test.ts')('replicas that cannot be had, an account that may too little, ports that are others'),
      testsOf('engine/destination/selectdb/grants.test.ts')('rights of every level, as SHOW GRANTS writes them'),
    ),
    shown(
      'providers',
      'Cloud SQL, RDS, Amazon RDS: whose server it is',
      testsOf('engine/postgres/provider.db.test.ts')('who runs a server is told by the roles that only they make'),
    ),
    shown('objects-tables', 'Objects: schemas, tables, keys, types, defaults', WHOLE),
    shown(
      'objects-others',
      'Objects: views, procedures, functions, rules, sequences, extensions, triggers, aggregates, indexes, operators, domains',
      WHOLE,
      testsOf('engine/plan/choose.test.ts')('a whole schema brings everything but event triggers, which are named'),
    ),
    shown('objects-owners', 'Objects: owners and grants', structure('with owners and grants, 15 to 15')),
    shown(
      'objects-not',
      'Objects that are not carried: functions in C and more',
      unsupported('{each.what}, {source} to {destination}: {each.code}'),
    ),
    answered(
      'float-rounding',
      'FLOAT and DOUBLE rounded',
      'Values arrive bit by bit.',
      testsOf('e2e/incremental/values.ts')('floats at their ends'),
    ),
    shown('bit-columns', 'BIT columns in the incremental phase', testsOf('e2e/incremental/values.ts')('bits, of length nought too')),
    shown('dml', 'INSERT, UPDATE, DELETE', changes('rows come, change and go')),
    shown(
      'dml-duplicate',
      'Changes of the Duplicate engine become rows',
      testsOf('engine/selectdb.db.test.ts')('structure, rows and changes arrive, each once'),
    ),
    shown('ddl-table', 'CREATE TABLE, DROP TABLE', listed('CREATE TABLE in all forms, DROP TABLE')),
    shown('ddl-rename', 'RENAME TABLE', listed('RENAME of a table, there and on')),
    shown('ddl-add-column', 'ADD COLUMN, with a default', listed('ADD COLUMN, with a default, with none, NOT NULL, two at once')),
    shown('ddl-type', 'ALTER COLUMN TYPE', listed('ALTER COLUMN TYPE')),
    shown('ddl-drop-column', 'DROP COLUMN', listed('DROP COLUMN')),
    shown(
      'ddl-constraint',
      'ADD CONSTRAINT, CHECK',
      listed('ADD CONSTRAINT: CHECK, UNIQUE, FOREIGN KEY, EXCLUDE, NOT VALID and validated'),
    ),
    shown('ddl-default', 'ALTER COLUMN DROP DEFAULT', listed('SET DEFAULT and DROP DEFAULT')),
    shown('ddl-truncate', 'TRUNCATE TABLE', changes('TRUNCATE, of one table, of several and with CASCADE, between rows')),
    shown('ddl-index', 'CREATE INDEX, DROP INDEX', listed('CREATE INDEX in all forms, DROP INDEX')),
    shown('ddl-partitions', 'Partitions that come and go', ddl('partitions made, attached, detached and dropped')),
    shown('ddl-cascade', 'CASCADE and RESTRICT', ddl('DROP with CASCADE and RESTRICT takes along what hangs on it')),
    shown('ddl-in-function', 'DDL inside a function', COMMANDS),
    shown('ddl-with-dml', 'DDL in one transaction with DML', AMONG_ROWS),
    shown(
      'ddl-unselected',
      'DDL beside objects that are not selected',
      testsOf('engine/ddl.db.test.ts')('names are those of the task, and what is not selected is passed over'),
    ),
    shown(
      'ddl-without-triggers',
      'DDL from accounts that may make no event triggers',
      NO_TRIGGERS,
      testsOf('engine/source/postgres/ddl/capture.db.test.ts')(
        'what DTS made under the names goes on as it is, and so do everybody’s commands',
      ),
      testsOf('engine/relation-family.db.test.ts')('columns that a whole family of tables gains stop the task by name: %s'),
    ),
    shown(
      'ddl-refused',
      'A statement that the destination refuses stops its table',
      testsOf('engine/ddl-refused.db.test.ts')('a refused type stops its table alone; retried when mended, it is as at the source'),
      testsOf('engine/ddl-aside.db.test.ts')(
        'a table whose rows stay stops alone: its changes are set aside, and applied in their order with the statement',
      ),
      testsOf('e2e/browser/refused.e2e.ts')('a table whose rows stay has its changes set aside, and they arrive with the statement'),
    ),
    shown(
      'ddl-selectdb',
      'DDL into SelectDB: ADD COLUMN, DROP COLUMN',
      testsOf('engine/selectdb-care.db.test.ts')('columns come and go with their values, and what cannot be carried waits for a person'),
      carriedBySelectdb('tables and columns change their names, with rows before and after in one transaction'),
    ),
    left(
      'sequence-ddl',
      'CREATE, RENAME and DROP of sequences and rules',
      'DDL is carried for tables and what belongs to them; other objects are made once, at the start.',
    ),
  ],
};

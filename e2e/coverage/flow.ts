import { answered, left, type Section, shown, testsOf } from './row.ts';

const steps = testsOf('e2e/browser/walk/objects.ts');
const settings = testsOf('e2e/browser/walk/start.ts');
const status = testsOf('e2e/browser/walk/status.ts');
const end = testsOf('e2e/browser/walk/end.ts');
const lists = testsOf('e2e/browser/lists.e2e.ts');
const start = testsOf('e2e/browser/start.e2e.ts');
const intoSelectdb = testsOf('e2e/browser/selectdb.e2e.ts');
const cascade = testsOf('e2e/cascade.db.test.ts');
const conflict = testsOf('engine/conflict.db.test.ts');
const operations = testsOf('e2e/console/operations.db.test.ts');

/** The way through the console, from a list to the switch of the application. */
export const FLOW: Section = {
  id: 'flow',
  title: 'Pages of the wizard, after the start, topologies, cut-over',
  rows: [
    shown(
      'rds-to-selectdb',
      'Flow: RDS PostgreSQL to SelectDB, migration',
      testsOf('e2e/browser/paths/selectdb.ts')('RDS for PostgreSQL is migrated to SelectDB'),
    ),
    shown(
      'self-managed-to-oracle',
      'Flow: Self-managed PostgreSQL to PolarDB (Compatible with Oracle), migration',
      testsOf('e2e/browser/paths/oracle.ts')('self-managed PostgreSQL is migrated to PolarDB (Compatible with Oracle)'),
    ),
    shown(
      'polardb-to-polardb',
      'Flow: PolarDB for PostgreSQL to PolarDB for PostgreSQL, migration',
      testsOf('e2e/browser/paths/polardb.ts')('PolarDB for PostgreSQL is migrated to PolarDB for PostgreSQL'),
    ),
    shown(
      'rds-to-polardb',
      'Flow: RDS PostgreSQL to PolarDB for PostgreSQL, synchronization',
      testsOf('e2e/browser/paths/synchronization.ts')('RDS for PostgreSQL is synchronized to PolarDB for PostgreSQL'),
    ),
    shown(
      'amazon-to-rds',
      'Flow: Amazon RDS PostgreSQL to RDS PostgreSQL, migration with cut-over',
      testsOf('e2e/browser/paths/amazon.ts')('Amazon RDS for PostgreSQL is migrated to RDS for PostgreSQL'),
    ),
    shown('create-task', 'Create Task, from either list', lists('a task is created in the kind of the list it is asked for in')),
    shown('page-connections', 'Page: source and destination databases', steps('step 1: a wrong password is told, the right one leads on')),
    shown('page-objects', 'Page: Configure Objects', steps('step 2: objects are searched, chosen in part and named anew')),
    shown('page-advanced', 'Page: Advanced Settings', settings('step 3: two settings that contradict each other are told, and mended')),
    shown(
      'page-fields',
      'Page: Configure Database and Table Fields',
      intoSelectdb('a schema is chosen whole, and what all tables share is set'),
    ),
    shown('page-precheck', 'Page: precheck', settings('step 4: what the precheck found is read, solved and ignored')),
    shown('page-start', 'Page: Purchase Instance', settings('step 5: the summary says what will happen, and it starts')),
    shown(
      'limits-panel',
      'Limits shown once both databases are chosen',
      testsOf('e2e/browser/connections.e2e.ts')(
        'the wizard takes a registered instance by region and ID, and an existing connection by name',
      ),
    ),
    left('old-wizard', 'The wizard of the old console', 'It asks for the same in other words; there is one wizard here.'),
    shown(
      'completed',
      'Without an incremental part: Completed',
      conflict('structure and rows without incremental: the task finishes by itself and keeps nothing at the source'),
    ),
    shown(
      'running',
      'With an incremental part: runs until it is stopped',
      testsOf('e2e/console/lists.db.test.ts')('runs until it is stopped'),
      end('it is stopped, once that was confirmed'),
    ),
    left('billing', 'What is charged', 'Nothing is sold here.'),
    shown(
      'conflict-full',
      'Row conflicts in the full phase: the row that is there stays',
      conflict('told to go on: rows that are there stay in full load, and are overwritten by later changes'),
    ),
    shown(
      'conflict-incremental',
      'Row conflicts in the incremental phase: overwritten',
      conflict('told to go on: rows that are there stay in full load, and are overwritten by later changes'),
    ),
    shown('topology-one-to-one', 'Topology: one to one', end('when nobody writes any more both databases hold the same')),
    shown(
      'topology-one-to-many',
      'Topology: one to many',
      cascade('one-to-many: each task has its own slot and publication, and goes when it is released without the other'),
    ),
    shown('topology-cascade', 'Topology: cascade', cascade('cascade: what b was given by a goes on to c, also while b is being filled')),
    shown(
      'topology-many-to-one',
      'Topology: many to one',
      cascade('many-to-one: tables of two sources side by side, each task following its own'),
    ),
    shown(
      'topology-overlap',
      'Many to one: overlapping objects',
      cascade('many-to-one: one table from two sources, as long as no key is in both'),
      testsOf('engine/precheck/overlap.db.test.ts')(
        'PG_KEY_OVERLAP: keys of a table that another task writes to are looked for there, from all over the source’s table',
      ),
    ),
    answered(
      'two-way',
      'Two-way synchronization',
      'One way at a time: of two opposite tasks one begins only when the other is stopped, so that no change goes round.',
      operations('of two opposite tasks that are started in the same moment one begins'),
      testsOf('e2e/console/opposite.db.test.ts')(
        'opposite tasks are known by their servers, whatever addresses lead there; what does not answer is known by its address',
      ),
    ),
    shown('not-delayed', 'Cut-over: the task is not delayed', status('the stages reach their ends, and changes are followed')),
    shown(
      'remaining-writers',
      'Cut-over: sessions that still write',
      testsOf('e2e/browser/live.e2e.ts')('the switch of an application is told step by step, with what the task shows of it'),
    ),
    shown(
      'drained',
      'Cut-over: everything written has arrived, a minute without a change',
      end('when nobody writes any more both databases hold the same'),
      testsOf('components/task-status/cut-over/judge.test.ts')('it is quiet a minute after the last change, by the times that were told'),
    ),
    shown(
      'sequences',
      'Cut-over: sequences of the destination',
      testsOf('engine/sequences.db.test.ts')('sequences of tables that were there before are brought up at a pause, and never set back'),
    ),
    shown('end-first', 'Cut-over: end or release the task first', end('it is released, and leaves nothing behind but the data')),
    shown(
      'way-back',
      'Cut-over: a reverse task as the way back',
      operations('a reverse task brings changes back by the names things have, and never beside the task it reverses'),
    ),
    shown(
      'program',
      'The same by a program',
      testsOf('e2e/console/openapi.db.test.ts')('one whole migration, by the documented operations alone'),
      start('the API reference is searched, opened and copied from'),
    ),
  ],
};

import { answered, left, type Section, shown, testsOf } from './row.ts';

const lists = testsOf('e2e/browser/lists.e2e.ts');
const arrange = testsOf('components/task-list/arrange.test.ts');
const rows = testsOf('e2e/console/lists.db.test.ts');
const walk = testsOf('e2e/browser/walk/status.ts');
const operated = testsOf('e2e/browser/operations.e2e.ts');
const fullData = testsOf('e2e/browser/full-data.e2e.ts');
const incremental = testsOf('e2e/browser/incremental.e2e.ts');
const structure = testsOf('e2e/browser/structure.e2e.ts');
const access = testsOf('e2e/browser/access.e2e.ts');
const flow = testsOf('components/task-status/overview/flow.test.ts');
const log = testsOf('e2e/console/log.db.test.ts');
const logView = testsOf('components/task-status/events/log-view.test.ts');
const figures = testsOf('engine/throttle.db.test.ts');
const progress = testsOf('engine/progress/stream.test.ts');

const IN_ADDRESS = lists('search, filters and order are in the address, and come back with it');
const LIVE_FIGURES = incremental('the figures are live, and a limit that is changed holds at once');

/** The lists of tasks, and the page of one. */
export const TASK_PAGES: Section = {
  id: 'task-pages',
  title: 'Task list and task detail',
  rows: [
    shown('list-name', 'List: ID/Name', IN_ADDRESS),
    shown(
      'list-status',
      'List: Status',
      lists('a batch names which of the selection take part and why the others cannot, and tells what came of each'),
      rows('tells all rows, then those of its kind that look otherwise, then the ids of those that went'),
    ),
    shown(
      'list-progress',
      'List: progress',
      lists('columns are in the address, and kept for the person with the density'),
      rows('runs until it is stopped'),
    ),
    shown('list-actions', 'List: Actions', lists('a row has a menu of what its state allows')),
    shown(
      'filter-id-name',
      'Filter: ID and name',
      arrange('every word of a search must be there, in ID, name, host or database, in any case'),
    ),
    shown(
      'filter-databases',
      'Filter: source and destination',
      arrange('values of one filter add to each other, filters narrow each other'),
    ),
    shown('filter-status', 'Filter: status', IN_ADDRESS),
    shown('filter-tag', 'Filter: environment tag', IN_ADDRESS),
    left('filter-region', 'Filter: region', 'Tasks have no region: the console runs in one place. Connections can be filtered by theirs.'),
    left('filter-cluster', 'Filter: dedicated cluster', 'There is one engine, the one of the console.'),
    shown(
      'sort',
      'Sort by time and by other columns',
      arrange('numbers in names count as numbers, and rows without a value come last both ways'),
      arrange('by when they ended, those that have not come last both ways'),
      testsOf('e2e/console/many-tasks.db.test.ts')('are listed without their documents, newest first'),
    ),
    answered(
      'page-size',
      'Page size',
      'The list has no pages: thousands of rows scroll.',
      lists('thousands of rows scroll under their head, and only those in sight are drawn'),
    ),
    shown(
      'row-data',
      'Row: endpoints, times, phases, delay, throughput, tag',
      lists('columns are in the address, and kept for the person with the density'),
      testsOf('engine/progress/summary.test.ts')('what is copied is told by size, and rates by the newest samples'),
    ),
    left('row-usage', 'Row: use of CPU, memory and DU', 'Tasks share one process; it is measured as a whole by whatever watches the host.'),
    shown(
      'operation-log',
      'Operation log',
      access('the audit log is filtered by its address, marks what was refused, and is downloaded as filtered'),
      testsOf('e2e/console/keys.db.test.ts')('is read a page at a time, by date, and as one file'),
    ),
    shown(
      'basic-data',
      'Detail: basic data and objects',
      testsOf('components/task-status/settings/objects.test.ts')(
        'every object is listed under its name at both sides, with the policy applied where no name was given',
      ),
      operated('axe finds nothing serious on any tab, in the {theme} theme'),
    ),
    shown('modules', 'Detail: a card for each module', walk('the stages reach their ends, and changes are followed')),
    shown(
      'module-error',
      'Detail: the error of a module',
      structure('what failed is run again in other words, or skipped, and the task comes to its end'),
      testsOf('engine/progress/narrate.test.ts')('what does not recover at once, and what fails otherwise, is told each time'),
    ),
    shown(
      'precheck-tab',
      'Detail: the precheck',
      operated('what must hold is looked at again, and what was found before the start stays to be read'),
    ),
    shown(
      'schema-kinds',
      'Schema tab: objects by kind, with counts and states',
      structure('before the start what will run is listed, searched, copied and downloaded'),
      testsOf('lib/task/structure-page.test.ts')('are counted by kind and phase as if those were not chosen'),
    ),
    shown(
      'schema-ddl',
      'Schema tab: the DDL of each object, errors',
      walk('the structure tab shows what was made, with its SQL'),
      structure('what failed is run again in other words, or skipped, and the task comes to its end'),
    ),
    answered(
      'schema-later',
      'Schema tab: DDL of the incremental phase',
      'Each command that was carried is a line of the event log; one that was refused is shown with its statement.',
      testsOf('engine/ddl.db.test.ts')('columns, constraints and indexes change at their place between rows'),
      testsOf('e2e/browser/refused.e2e.ts')('a statement that is refused is shown with its table, and others go on'),
    ),
    shown(
      'full-tables',
      'Full tab: progress of each table, skip',
      fullData('a table that fails says why and is loaded again once its cause is gone; another is passed over'),
    ),
    shown(
      'full-topology',
      'Full tab: topology with rates',
      operated('the drawing shows what passes, and nothing moves in it while the task is paused'),
      flow('what is followed flows with its figures, and rests when nothing is written'),
    ),
    shown(
      'full-charts',
      'Full tab: charts of bandwidth and rows',
      fullData('the limit shows while rows are copied; changed, the speed follows'),
      testsOf('engine/progress/load.test.ts')('a sample a second says what that second held'),
    ),
    shown(
      'response-times',
      'Charts: response time of each side',
      testsOf('e2e/incremental/matrix.db.test.ts')('how long either side takes to answer is told, and kept for the charts'),
      incremental('the charts are kept when the page is loaded again, and when the console dies'),
    ),
    left(
      'network-latency',
      'Charts: network latency by itself; response times of the full copy',
      'A round trip is part of the response time that is drawn. Rows are copied in one stream from side to side, without questions and answers to be timed.',
    ),
    shown(
      'incremental-topology',
      'Incremental tab: topology',
      flow('what is followed flows with its figures, and rests when nothing is written'),
      flow('the side that failed is the one that is drawn broken, while it is tried again too'),
    ),
    shown(
      'incremental-charts',
      'Incremental tab: charts of bandwidth, rows and latency',
      LIVE_FIGURES,
      incremental('the charts are kept when the page is loaded again, and when the console dies'),
    ),
    shown('incremental-ddl', 'Incremental tab: number of DDL operations', LIVE_FIGURES, progress('statements of DDL add up')),
    shown(
      'slow-writes',
      'Incremental tab: what is slow at the destination',
      progress('tables are told by what applying takes of each second, the slowest first, and go when they are quick'),
    ),
    shown(
      'latency',
      'Latency: from the commit at the source to the commit at the destination',
      walk('the stages reach their ends, and changes are followed'),
      testsOf('engine/stream/lag.test.ts')("the source's clock is followed, and what it has not come to yet does not wait"),
    ),
    shown(
      'log',
      'Log: level, keyword, download',
      walk('the events tab filters, and its log is downloaded'),
      log('what is downloaded is what is looked for, oldest first, and all of it unless told otherwise'),
      log('the store finds a word in both languages, hint, code and table, in any case and as it is written'),
    ),
    shown(
      'log-range',
      'Log: time range',
      log('a range holds its first moment and not its last, whatever zone it is given in'),
      logView('a range of the clock reaches back from now; of given minutes the last is shown too'),
      walk('the events tab filters, and its log is downloaded'),
    ),
    shown(
      'processes',
      'Processes: what runs now, and the throttles in force',
      testsOf('engine/building.db.test.ts')('indexes of different tables are built side by side, and the server tells how far they are'),
      figures('what is applied is told: rows, bytes, transactions and batches, table by table'),
    ),
    shown('hot-spots', 'Hotspot Table Information', progress('hot keys are told by changes a second, ten at most')),
    answered(
      'hot-merge',
      'Switch that merges hot rows',
      'Changes of one row within a batch are always one.',
      testsOf('engine/destination/postgres/apply.db.test.ts')('many changes of one row are one, and are told of'),
    ),
    left('verification-tab', 'Verification tab', 'There is no verification yet.'),
    shown(
      'phases-together',
      'Changes are kept from before the first row is read',
      testsOf('e2e/faults/kill.db.test.ts')(
        'an engine killed again and again, in full load and while following, loses and doubles nothing',
      ),
      testsOf('e2e/faults/orphans.db.test.ts')('an engine killed while its slot was being made leaves no gap behind'),
    ),
    answered(
      'collection-restart',
      'Collection starts anew when objects are added',
      'Changes of the other tables go on arriving meanwhile.',
      testsOf('engine/objects-change.db.test.ts')(
        'tables are added while one is followed: its changes arrive while they are copied, and then they join',
      ),
    ),
    shown(
      'slices',
      'Full copy in slices',
      testsOf('engine/slices.db.test.ts')('slices of a keyed table stay, and the log makes it whole, whatever moved meanwhile'),
    ),
  ],
};

import { answered, left, type Section, shown, testsOf } from './row.ts';

const states = testsOf('engine/task/state.test.ts');
const walk = testsOf('e2e/browser/walk/status.ts');
const end = testsOf('e2e/browser/walk/end.ts');
const permits = testsOf('lib/task/permits.test.ts');
const operated = testsOf('e2e/browser/operations.e2e.ts');
const operations = testsOf('e2e/console/operations.db.test.ts');
const batches = testsOf('e2e/console/lists.db.test.ts');
const batchRules = testsOf('lib/task/batch-rules.test.ts');
const lists = testsOf('e2e/browser/lists.e2e.ts');
const retry = testsOf('engine/retry.db.test.ts');
const fullData = testsOf('e2e/browser/full-data.e2e.ts');
const incremental = testsOf('e2e/browser/incremental.e2e.ts');
const structure = testsOf('e2e/browser/structure.e2e.ts');
const lost = testsOf('engine/care-lost.db.test.ts');
const beside = testsOf('engine/copy-table-beside.db.test.ts');
const inPlace = testsOf('engine/objects-change-in-place.db.test.ts');

const BATCH = batches('does what it can with each task, tells why not of the others, and leaves a row of each');
const PARAMETERS = operated('parameters are read with their ranges and changed, at once or by a restart');
const NO_BILLS = 'Nothing is sold here.';

/** What a person may ask of a task, and what it does by itself when something fails. */
export const OPERATIONS: Section = {
  id: 'operations',
  title: 'Operations, recovery',
  rows: [
    shown(
      'start',
      'Start',
      testsOf('e2e/browser/walk/start.ts')('step 5: the summary says what will happen, and it starts'),
      testsOf('e2e/browser/bad-input.e2e.ts')('a start that is refused says why, and where to go'),
    ),
    shown(
      'resume',
      'Resume from the saved position',
      walk('it pauses and resumes'),
      testsOf('engine/migration.db.test.ts')(
        'carries structure, rows and every kind of change, over pause and resume, and leaves nothing behind',
      ),
    ),
    shown('pause', 'Pause', walk('it pauses and resumes'), states('pause and resume bring %s back to itself')),
    answered(
      'pause-limit',
      'Pause: six hours, seven days',
      'A pause may last as long as the source keeps its log; a limit can be set, and what is kept is shown.',
      testsOf('engine/wal-limit.db.test.ts')('warns, and pauses the task with the figures; who resumes it is let catch up'),
    ),
    shown('stop', 'Stop', end('it is stopped, once that was confirmed')),
    shown(
      'release',
      'Release: slot, publication and marks go',
      end('it is released, and leaves nothing behind but the data'),
      batches('a task whose slot cannot be removed is kept, and says what stays'),
    ),
    shown(
      'reset',
      'Reset',
      operated('reset makes it a draft again, and the rows stay'),
      operations('reset takes back what the task left, keeps the document and the rows, and the task can start again'),
    ),
    shown(
      'modify-objects',
      'Modify objects of a running task: tables come',
      testsOf('e2e/browser/modify-objects.e2e.ts')('a table, and one with a filter, join a task that goes on under writing'),
      testsOf('engine/objects-change.db.test.ts')(
        'tables are added while one is followed: its changes arrive while they are copied, and then they join',
      ),
      inPlace('whoever follows goes on, on the same sessions, while tables come and go'),
      testsOf('e2e/faults/changing-kill.db.test.ts')(
        'killed amid changes of its objects that follow each other, a task comes to what was stored last',
      ),
    ),
    shown(
      'modify-objects-away',
      'Modify objects of a running task: tables go',
      testsOf('e2e/browser/modify-objects.e2e.ts')('one is taken away: its rows stay as they are, and the others go on'),
      testsOf('engine/objects-change.db.test.ts')(
        'a table that is taken away keeps its rows, and its changes are passed over; added again it is copied anew',
      ),
      inPlace('changes that follow each other at once come to the last of them, whatever each finds at work'),
    ),
    shown(
      'modify-objects-refused',
      'Modify objects: what cannot be changed',
      testsOf('e2e/browser/modify-objects.e2e.ts')('what cannot be done is told with the reason, and nothing is changed'),
      testsOf('engine/objects-change.db.test.ts')('what cannot be done is refused by name with its reason, and nothing is changed'),
      testsOf('engine/objects-change-behind.db.test.ts')(
        'a table that a task has not heard the new name of is not added by it: its rows would come twice',
      ),
    ),
    left('modify-etl', 'Modify ETL', 'There is no ETL yet.'),
    shown(
      'modify-parameters',
      'Modify parameters: valid values, type, description',
      PARAMETERS,
      testsOf('engine/task/parameters.test.ts')('are read from the schema of the document, with ranges, standards and what a change does'),
    ),
    shown(
      'force-restart',
      'Modify parameters: Force Restart',
      PARAMETERS,
      operations('parameters hold at once or after a checkpoint, and nothing is lost between'),
    ),
    shown(
      'change-speed',
      'Change speed at run time',
      fullData('the limit shows while rows are copied; changed, the speed follows'),
      incremental('the figures are live, and a limit that is changed holds at once'),
    ),
    shown(
      'change-password',
      'Change password',
      operated('a rotated password is refused while it is wrong, and then taken'),
      operations('a password that was rotated is taken by a running task, which goes on from its checkpoint'),
    ),
    shown(
      'change-endpoint',
      'Change endpoint',
      operations('another address of the same server is known by the slot and the marks there; the password is asked for again'),
      operations('another server is refused on both sides, and the task stays as it was'),
    ),
    shown('rename', 'Rename', operated('it is renamed while it runs')),
    shown(
      'upgrade',
      'Upgrade and downgrade of the class',
      operations('parameters hold at once or after a checkpoint, and nothing is lost between'),
    ),
    left('change-billing', 'Change billing, renew', NO_BILLS),
    left('move-cluster', 'Move into a dedicated cluster', 'There is one engine, the one of the console.'),
    shown(
      'change-group',
      'Change resource group',
      lists('what a filter hides is not selected, and drafts are deleted together'),
      operated('its tag and its resource group are changed while it runs'),
      batches('are made, given to tasks in any state, and kept while a task has them'),
    ),
    shown(
      'reverse',
      'Reverse task',
      operated('a similar and a reverse task open as drafts'),
      operations('a reverse task brings changes back by the names things have, and never beside the task it reverses'),
    ),
    left(
      'rewind',
      'Rewind or move the position',
      'The position belongs to what is at the destination: moved by hand it would lose rows or double them. Rows are copied again instead.',
    ),
    shown(
      'copy-again',
      'Start over where the position is lost',
      lost('a slot that somebody dropped is told of, and all rows are copied again'),
    ),
    shown(
      'copy-table',
      'Copy one table of a running task again',
      incremental('a table that somebody changed at the destination is copied again from its row, and what the state forbids says why'),
      testsOf('engine/copy-table.db.test.ts')('a table that somebody changed at the destination is as at the source again, under writing'),
    ),
    shown(
      'copy-table-beside',
      'Copy one table again while the others go on',
      beside('changes of the other tables arrive while one is copied again, and those of its own are all there in the end'),
      beside('one that cannot be copied stops alone, and goes on when it can, or is done without'),
    ),
    shown(
      'copy-table-refused',
      'Copy one table again: what may not be',
      testsOf('engine/copy-table.db.test.ts')('what may not be copied again is refused by name with the reason, and keeps its rows'),
      permits('one table is copied again only where rows are copied and changes are followed'),
    ),
    shown(
      'skip-table',
      'Skip a table in the full phase',
      fullData('a table that fails says why and is loaded again once its cause is gone; another is passed over'),
    ),
    shown(
      'similar',
      'Similar task',
      operated('a similar and a reverse task open as drafts'),
      operations('a similar task is a draft with the document, and without any password'),
    ),
    shown('batch', 'Batch start, pause, stop, release', BATCH),
    shown(
      'batch-mixed',
      'Batch of a mixed selection: who takes part',
      lists('a batch names which of the selection take part and why the others cannot, and tells what came of each'),
      batchRules('%s'),
    ),
    shown(
      'why-not',
      'What a state forbids says why',
      operated('what the state forbids is disabled, with the reason'),
      permits('what is refused says why, in both languages'),
    ),
    answered(
      'revived',
      'Failed tasks are revived for seven days',
      'A task that gave up stays failed until a person resumes it: rows never change behind somebody’s back.',
      retry('a destination that is away for longer than the retry time fails the task, and Resume goes on exactly'),
    ),
    shown(
      'retry-connection',
      'Retry of connections',
      retry('a destination that comes back inside its time is found by itself, though the source has nothing to tell'),
    ),
    shown(
      'retry-other',
      'Retry of other issues',
      retry('what the destination refuses each time fails when its time is over, though the log of the source goes on'),
    ),
    shown(
      'retry-state',
      'Retry: count, since when, until when, where',
      incremental('a destination that is away shows what is tried, where, since and until when; back, the task goes on'),
    ),
    answered(
      'unrecoverable',
      'What cannot be recovered',
      'A position that is lost is told, and rows are copied again.',
      lost('a slot that PostgreSQL %i gave up while it was followed is recognised at once'),
      lost('a slot that somebody dropped is told of, and all rows are copied again'),
    ),
    shown(
      'cause-and-fix',
      'View Cause and Fix',
      structure('what failed is run again in other words, or skipped, and the task comes to its end'),
      fullData('a table that fails says why and is loaded again once its cause is gone; another is passed over'),
    ),
    shown(
      'fix-now',
      'Fix Now: the statement is edited',
      structure('what failed is run again in other words, or skipped, and the task comes to its end'),
      testsOf('e2e/browser/refused.e2e.ts')('it is edited, and what cannot be run is refused in the dialog'),
    ),
    shown(
      'ignore-object',
      'Ignore: an object is left out',
      structure('what failed is run again in other words, or skipped, and the task comes to its end'),
    ),
  ],
};

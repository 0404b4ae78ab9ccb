import { answered, left, type Section, shown, testsOf } from './row.ts';

const states = testsOf('engine/task/state.test.ts');
const walk = testsOf('e2e/browser/walk/status.ts');
const permits = testsOf('lib/task/permits.test.ts');
const operated = testsOf('e2e/browser/operations.e2e.ts');
const batches = testsOf('e2e/console/lists.db.test.ts');
const fullData = testsOf('e2e/browser/full-data.e2e.ts');
const incremental = testsOf('e2e/browser/incremental.e2e.ts');
const structure = testsOf('e2e/browser/structure.e2e.ts');

const MACHINE = states('a running task cannot be edited, and nothing starts without a passed precheck');
const NO_BILLS = 'Nothing is sold here.';

/** What a task goes through. */
export const STATES: Section = {
  id: 'states',
  title: 'States',
  rows: [
    shown(
      'not-configured',
      'State: NotConfigured',
      testsOf('e2e/browser/walk/objects.ts')('going back and forth, reloading and leaving lose nothing'),
      operated('reset makes it a draft again, and the rows stay'),
    ),
    shown('not-started', 'State: NotStarted, PreCheckPass', permits('%s'), MACHINE),
    shown(
      'prechecking',
      'State: Prechecking',
      testsOf('e2e/browser/start.e2e.ts')('while it runs, every item is there and those that are done say so'),
    ),
    shown(
      'precheck-failed',
      'State: PrecheckFailed',
      permits('%s'),
      testsOf('e2e/browser/walk/start.ts')('step 4: what the precheck found is read, solved and ignored'),
    ),
    shown(
      'initializing',
      'State: Initializing, InitializingDataLoad',
      fullData('the limit shows while rows are copied; changed, the speed follows'),
    ),
    shown(
      'initialize-failed',
      'State: InitializeFailed',
      fullData('a table that fails says why and is loaded again once its cause is gone; another is passed over'),
    ),
    shown('migrating', 'State: Migrating, with the phase it is in', walk('the stages reach their ends, and changes are followed')),
    shown('synchronizing', 'State: Synchronizing', batches('runs until it is stopped')),
    shown('suspending', 'State: Suspending', walk('it pauses and resumes')),
    shown(
      'retrying',
      'State: Retrying',
      incremental('a destination that is away shows what is tried, where, since and until when; back, the task goes on'),
    ),
    answered(
      'modifying',
      'State: Modifying',
      'The task goes on following; tables that come are told one by one.',
      testsOf('e2e/browser/modify-objects.e2e.ts')('a table that was added is one of the task from then on'),
    ),
    shown(
      'failed',
      'State: Failed',
      states('a failure in %s keeps the error and the way back'),
      testsOf('lib/task/attention.test.ts')('a failed task says why and what to do, and comes first'),
    ),
    left('locked', 'State: Upgrade, Downgrade, Locked', `${NO_BILLS} Another class holds at once.`),
    shown(
      'finished',
      'State: Finished',
      states('from draft to finished when there is no incremental step'),
      fullData('the limit shows while rows are copied; changed, the speed follows'),
    ),
    shown('caught-up', 'Sub-state: no latency', walk('the stages reach their ends, and changes are followed')),
    shown(
      'phases',
      'Sub-states of each phase',
      testsOf('engine/progress/source.test.ts')('the incremental step waits again when all rows are copied again'),
      structure('what failed is run again in other words, or skipped, and the task comes to its end'),
    ),
    shown(
      'path',
      'The path of a synchronization through its states',
      states('a task with the incremental step streams until it is stopped'),
    ),
  ],
};

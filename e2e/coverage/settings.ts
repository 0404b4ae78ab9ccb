import { answered, left, type Section, shown, testsOf } from './row.ts';

const advanced = testsOf('components/wizard/advanced/fields.test.ts');
const throttle = testsOf('components/wizard/advanced/throttle.test.ts');
const fullData = testsOf('e2e/browser/full-data.e2e.ts');
const incremental = testsOf('e2e/browser/incremental.e2e.ts');
const start = testsOf('e2e/browser/start.e2e.ts');
const contradictory = testsOf('e2e/browser/walk/start.ts')('step 3: two settings that contradict each other are told, and mended');
const summary = testsOf('e2e/browser/walk/start.ts')('step 5: the summary says what will happen, and it starts');
const retry = testsOf('engine/task/retry.test.ts');
const fields = testsOf('components/wizard/fields/model.test.ts');
const intoSelectdb = testsOf('e2e/browser/selectdb.e2e.ts');
const design = testsOf('engine/destination/selectdb/design.test.ts');
const labels = testsOf('e2e/console/lists.db.test.ts')('are made, given to tasks in any state, and kept while a task has them');

const DESIGNED = intoSelectdb('engine, key and buckets change the statement, and what cannot be is refused with its reason');
const FULL_LIMITS = fullData('limits are set in the wizard, each checked by its name, and an instance class is chosen');
const CHANGE_LIMITS = incremental('limits of incremental migration are set in the wizard, and classes say how many rows they let through');
const NO_BILLS = 'Nothing is sold here.';
const LATER = 'A part of the product of its own that is not built yet; the wizard shows no switch for it until it does something.';

/** Page 3 of the wizard and those after it, up to the start. */
export const SETTINGS: Section = {
  id: 'settings',
  title: 'Advanced settings, table fields, verification, purchase',
  rows: [
    shown(
      'dedicated-cluster',
      'Dedicated Cluster for Task Scheduling',
      start('advanced settings: where it runs, its tag, and the same task by a program, without its passwords'),
    ),
    shown(
      'retry-connection',
      'Retry Time for Failed Connections: 10 to 1440 minutes, 720',
      advanced('the form is read from the document: names, ranges, defaults'),
      retry('a connection is waited for as long as its own time says, longer than anything else'),
    ),
    shown(
      'retry-other',
      'Retry Time for Other Issues: 1 to 1440 minutes, 10',
      advanced('the form is read from the document: names, ranges, defaults'),
      retry('what fails otherwise after a long time without a connection still has its own time'),
    ),
    shown(
      'retry-order',
      'The second retry time is smaller than the first',
      contradictory,
      advanced('each field says what is wrong with it'),
    ),
    answered(
      'retry-shared',
      'Retry times of tasks that share a database',
      'Each task goes by its own.',
      retry('a connection is waited for as long as its own time says, longer than anything else'),
    ),
    shown('throttle-full', 'Enable Throttling for Full Data Migration', FULL_LIMITS),
    shown(
      'throttle-full-qps',
      'Queries per second (QPS) to the source database',
      throttle('the three limits are read from the document, with captions in both languages'),
      testsOf('engine/snapshot/throttle.test.ts')('statements are counted for themselves'),
    ),
    shown(
      'throttle-full-rps',
      'RPS of Full Data Migration',
      throttle('the three limits are read from the document, with captions in both languages'),
      testsOf('engine/snapshot/throttle.test.ts')('%d rows a second, within a tenth in any five seconds, whatever the timers do'),
    ),
    shown(
      'throttle-full-speed',
      'Data migration speed for full migration (MB/s)',
      FULL_LIMITS,
      testsOf('engine/snapshot/throttle.test.ts')('%d MB a second, within a tenth'),
    ),
    shown('throttle-incremental', 'Enable Throttling for Incremental Data Migration', CHANGE_LIMITS),
    shown(
      'throttle-incremental-rps',
      'RPS of Incremental Data Migration',
      CHANGE_LIMITS,
      testsOf('engine/stream/rate.test.ts')('%d changes a second, within a tenth in any five seconds, however they come'),
    ),
    shown(
      'throttle-incremental-speed',
      'Data migration speed for incremental migration (MB/s)',
      incremental('the figures are live, and a limit that is changed holds at once'),
      testsOf('engine/stream/rate.test.ts')('%d MB a second, within a tenth'),
    ),
    shown(
      'throttle-live',
      'Throttling changed while the task runs',
      fullData('the limit shows while rows are copied; changed, the speed follows'),
      incremental('the figures are live, and a limit that is changed holds at once'),
    ),
    shown(
      'environment-tag',
      'Environment Tag',
      start('advanced settings: where it runs, its tag, and the same task by a program, without its passwords'),
      labels,
    ),
    left('etl', 'Configure ETL', LATER),
    left('alerts', 'Monitoring and Alerting', LATER),
    shown(
      'preview-parameters',
      'Preview OpenAPI parameters',
      start('advanced settings: where it runs, its tag, and the same task by a program, without its passwords'),
      testsOf('e2e/console/openapi.db.test.ts')('the command that the console shows creates the task'),
    ),
    shown(
      'definition-status',
      'Table fields: Definition Status',
      DESIGNED,
      fields('a table without a key wants a decision, one that cannot be made another'),
    ),
    shown(
      'primary-key',
      'Table fields: Primary Key Column',
      DESIGNED,
      design('a key that was chosen wins, in its order, by the names of the destination'),
    ),
    shown(
      'distribution-key',
      'Table fields: Distribution Key',
      fields('a form that was not touched says what the design does, and a distribution key leaves with its key'),
      design('a distribution key that is no key'),
    ),
    shown('engine', 'Table fields: Engine', DESIGNED, design('unique without a key')),
    shown(
      'fields-step',
      'Table fields: only where the task makes tables in SelectDB',
      testsOf('components/wizard/reach.test.ts')('only a task that makes tables in SelectDB has their fields as a step'),
    ),
    left('verification', 'Data Validation', LATER),
    shown('save-and-precheck', 'Next: Save Task Settings and Precheck', contradictory),
    left('billing-method', 'Billing Method', NO_BILLS),
    left('subscription-duration', 'Subscription Duration', NO_BILLS),
    shown('resource-group', 'Resource Group', start('start: the estimate, what will be made, and one question'), labels),
    shown('instance-class', 'Instance Class', FULL_LIMITS, CHANGE_LIMITS),
    answered(
      'service-terms',
      'Service Terms',
      'What is agreed to is what the task makes at both sides.',
      start('start: the estimate, what will be made, and one question'),
    ),
    shown('buy-and-start', 'Buy and Start, with one question', summary, start('start: the estimate, what will be made, and one question')),
    shown('review', 'The whole task before it starts', summary),
  ],
};

import { answered, left, type Section, shown, testsOf } from './row.ts';

const classes = testsOf('components/wizard/start/instance-class.test.ts');
const limits = testsOf('engine/task/limits.test.ts');
const throttle = testsOf('engine/throttle.db.test.ts');
const start = testsOf('e2e/browser/start.e2e.ts');
const lists = testsOf('e2e/browser/lists.e2e.ts');
const labels = testsOf('e2e/console/lists.db.test.ts')('are made, given to tasks in any state, and kept while a task has them');
const overview = lists('the overview names what needs somebody first, and every figure leads to its tasks');

const SEVEN = classes('seven classes, with what they mean for full load and for the changes after it');
const NO_ALERTS = 'Alerting is not built yet; what needs a person is named on the overview.';

/** What a task may take, where it runs, what it is called by, and who is told. */
export const CLASSES: Section = {
  id: 'classes',
  title: 'Instance classes, clusters, tags, alerts',
  rows: [
    shown(
      'migration-classes',
      'Migration classes small to 2xlarge, by rows a second',
      SEVEN,
      limits('while changes are followed the narrower holds: the limit that was asked for, or the class'),
    ),
    answered(
      'synchronization-classes',
      'Synchronization classes micro to 8xlarge',
      'The same classes for both kinds, with micro; beyond 2xlarge there is unlimited.',
      SEVEN,
      classes('a new task is unlimited'),
    ),
    shown('class-holds', 'The class limits the incremental phase', throttle('the class of a task holds it too')),
    answered(
      'class-free',
      'The class does not limit the schema and full phases',
      'It limits no rows there; it says how many streams copy side by side.',
      limits('streams that are not given are those of the instance class'),
    ),
    answered(
      'class-commit',
      'A COMMIT counts as a row',
      'Only changed rows are counted.',
      testsOf('engine/stream/rate.test.ts')('%d changes a second, within a tenth in any five seconds, however they come'),
    ),
    shown(
      'class-change',
      'Another class while the task runs',
      testsOf('e2e/console/operations.db.test.ts')('parameters hold at once or after a checkpoint, and nothing is lost between'),
    ),
    left('serverless', 'Serverless: MinDu, MaxDu', 'Nothing is sold here by its size.'),
    answered(
      'dedicated-cluster',
      'Dedicated cluster',
      'The engine of the console is the only one, and is named.',
      start('advanced settings: where it runs, its tag, and the same task by a program, without its passwords'),
    ),
    left('cluster-figures', 'Figures and alerts of a cluster', 'There are no clusters.'),
    shown(
      'environment-tag',
      'Environment tag',
      start('advanced settings: where it runs, its tag, and the same task by a program, without its passwords'),
      labels,
    ),
    shown('own-tags', 'Tags of one’s own', lists('tags of one’s own are made, coloured and deleted; those in use are kept')),
    left(
      'key-value-tags',
      'Tags of key and value',
      'A tag is one word with a colour; a resource group says the other thing that people sort by.',
    ),
    shown('resource-group', 'Resource group, with a default', labels),
    shown(
      'attention',
      'What needs somebody, and why',
      overview,
      testsOf('lib/task/attention.test.ts')('of several reasons the one that holds up most is told'),
    ),
    left('alert-delay', 'Alert: delay', NO_ALERTS),
    left('alert-error', 'Alert: error', NO_ALERTS),
    left('alert-full-timeout', 'Alert: full phase too long', NO_ALERTS),
    left('alert-verification', 'Alert: incremental verification', 'There is no verification yet.'),
    left('alert-contacts', 'Alert: phones, contact groups, e-mail, HTTP callback', NO_ALERTS),
  ],
};

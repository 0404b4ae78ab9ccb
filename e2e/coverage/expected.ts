import { answered, left, type Section, shown, testsOf } from './row.ts';

const steps = testsOf('e2e/browser/walk/objects.ts');
const settings = testsOf('e2e/browser/walk/start.ts');
const status = testsOf('e2e/browser/walk/status.ts');
const draft = testsOf('e2e/browser/draft.e2e.ts');
const badInput = testsOf('e2e/browser/bad-input.e2e.ts');
const connections = testsOf('e2e/browser/connections.e2e.ts');
const objects = testsOf('e2e/browser/objects.e2e.ts');
const batch = testsOf('e2e/browser/batch-edit.e2e.ts');
const types = testsOf('e2e/browser/column-types.e2e.ts');
const structure = testsOf('e2e/browser/structure.e2e.ts');
const start = testsOf('e2e/browser/start.e2e.ts');
const fullData = testsOf('e2e/browser/full-data.e2e.ts');
const incremental = testsOf('e2e/browser/incremental.e2e.ts');
const live = testsOf('e2e/browser/live.e2e.ts');
const operated = testsOf('e2e/browser/operations.e2e.ts');
const lists = testsOf('e2e/browser/lists.e2e.ts');
const shell = testsOf('e2e/browser/shell.e2e.ts');
const everyPage = testsOf('e2e/browser/every-page.e2e.ts');
const reach = testsOf('components/wizard/reach.test.ts');
const load = testsOf('engine/progress/load.test.ts');
const format = testsOf('lib/format.test.ts');

/** What people expect of a console like this one, whatever product they come from. */
export const EXPECTED: Section = {
  id: 'expected',
  title: 'What users expect',
  rows: [
    shown(
      'autosave',
      '1 Drafts save themselves, and wait in the list',
      steps('going back and forth, reloading and leaving lose nothing'),
      draft('a console that is killed and started again in the middle of the wizard has all of the draft'),
    ),
    shown(
      'back-and-next',
      '2 Back and next without loss, the step in the address',
      steps('going back and forth, reloading and leaving lose nothing'),
    ),
    shown(
      'first-open-step',
      '3 A step that cannot be opened yet leads to the first open one',
      reach('the first step that lacks something is as far as one gets'),
      draft('the address of a step that cannot be opened yet leads to the first one that lacks something'),
    ),
    shown(
      'leaving-asks',
      '4 Leaving asks only when something would be lost',
      draft('leaving asks while something could not be saved, and only then'),
    ),
    shown(
      'inline-validation',
      '5 Checked in place; Next goes to the first wrong field',
      badInput('nothing is tested while a field is missing: it is marked and gets the keyboard'),
    ),
    shown(
      'test-first',
      '6 Next tests the connection; an edit takes the result back',
      badInput('each failure of a connection names its stage, its cause and what to do'),
    ),
    shown(
      'diagnosis',
      '7 A failed test is told by its stage, with what to do',
      badInput('each failure of a connection names its stage, its cause and what to do'),
      testsOf('engine/postgres/tls.db.test.ts')('a host that the server turns away is told the line that lets it in'),
    ),
    shown(
      'help',
      '8 Help beside the form',
      connections('the wizard takes a registered instance by region and ID, and an existing connection by name'),
      testsOf('components/wizard/advanced/fields.test.ts')('the form is read from the document: names, ranges, defaults'),
    ),
    shown(
      'tree',
      '9 Tri-state tree with search, of ten thousand tables',
      batch('ten thousand tables are searched at the source, reached by letters, and named at once'),
      objects('the tree is opened whole, shows what is selected alone, and is read again'),
    ),
    shown('tree-columns', '9 Columns are chosen', steps('step 2: objects are searched, chosen in part and named anew')),
    shown(
      'bulk-names',
      '10 Names in bulk, row filters',
      batch('a pattern names many tables, what collides is marked, one undo takes it back, and nothing is saved before it is applied'),
      steps('step 2: a filter is judged before it is saved'),
    ),
    shown(
      'type-override',
      '10 Another type for a column',
      types('a column is given another type, which is judged as it is typed, and takes its own again'),
      types('the precheck counts the values that would not be the same; the review tells how many columns have another type'),
      testsOf('engine/given-types.db.test.ts')(
        'structure, rows and changes go into the types that were chosen, and no value becomes another',
      ),
      testsOf('engine/given-types.db.test.ts')('what cannot have another type is refused by name before anything is made'),
    ),
    shown(
      'ddl-preview',
      '11 The DDL before the start, with what differs there',
      structure('before the start what will run is listed, searched, copied and downloaded'),
      structure('what the destination has already is shown with its difference'),
    ),
    shown(
      'estimate',
      '12 Estimate of rows, bytes and time',
      start('start: the estimate, what will be made, and one question'),
      testsOf('lib/task/estimate-time.test.ts')('nothing is made up where nothing is known'),
    ),
    shown(
      'precheck-list',
      '13 Precheck with reasons, SQL to copy, one item again, warnings ignored on purpose',
      settings('step 4: what the precheck found is read, solved and ignored'),
      start('the precheck: items come as they finish; each says what it looked at, and can be checked again alone'),
    ),
    shown(
      'review',
      '14 Review with links back to each step',
      settings('step 5: the summary says what will happen, and it starts'),
      start('start: the estimate, what will be made, and one question'),
    ),
    shown(
      'review-document',
      '14 The task as a document to copy',
      start('advanced settings: where it runs, its tag, and the same task by a program, without its passwords'),
    ),
    shown('stages', '15 Three stages, each with state and percent', status('the stages reach their ends, and changes are followed')),
    shown(
      'eta',
      '16 Time left and rate, honest when unknown',
      fullData('the limit shows while rows are copied; changed, the speed follows'),
      load('the time left is estimated for five seconds, then told by the pace'),
      load('a copy that stands still has no time left to tell'),
    ),
    shown(
      'tables',
      '17 Each table: state, rows, slices, last error, again or skipped',
      status('the tables tab shows rows and growing changes'),
      testsOf('engine/progress/progress.test.ts')('a table tells its slices, its size, its format and why it goes as text'),
      fullData('a table that fails says why and is loaded again once its cause is gone; another is passed over'),
    ),
    shown(
      'lag-words',
      '18 Lag in words and as a chart',
      status('the stages reach their ends, and changes are followed'),
      format('lag in words'),
    ),
    shown(
      'log-kept',
      '18 What log the source keeps, and how much is left',
      live('the log that the source keeps is shown, with its slot and with what happens when it grows'),
      testsOf('engine/wal-limit.db.test.ts')('warns, and pauses the task with the figures; who resumes it is let catch up'),
    ),
    shown(
      'honest-live',
      '19 Never lies about being live',
      live('status page and list say since when they are not live, and go on by themselves'),
      operated('what the state forbids is disabled, with the reason'),
    ),
    shown(
      'timeline',
      '20 Events: filtered, searched, downloaded, none missing, and the way from an error to its lines',
      status('the events tab filters, and its log is downloaded'),
      live('the log has no line twice and none missing after the console came back'),
      fullData('a table that fails says why and is loaded again once its cause is gone; another is passed over'),
    ),
    left('verification', '21 Verification report', 'A part of the product of its own that is not built yet.'),
    shown(
      'cut-over',
      '22 Cut-over checklist',
      live('the switch of an application is told step by step, with what the task shows of it'),
      testsOf('components/task-status/cut-over/judge.test.ts')('it is quiet a minute after the last change, by the times that were told'),
    ),
    shown(
      'list',
      '23 Task list as a data table',
      lists('search, filters and order are in the address, and come back with it'),
      lists('columns are in the address, and kept for the person with the density'),
      lists('thousands of rows scroll under their head, and only those in sight are drawn'),
    ),
    shown(
      'list-batch',
      '23 Batch actions on a selection',
      lists('a batch names which of the selection take part and why the others cannot, and tells what came of each'),
    ),
    left('list-groups', '23 Rows grouped by a column', 'Filters with counts say the same; the groups people make are resource groups.'),
    shown(
      'keyboard',
      '24 Command menu, keys, slash to search',
      shell('the command menu finds a task, goes to a page and changes the look, by keys alone'),
    ),
    shown(
      'deep-links',
      '24 Filters, sorting and tabs in the address',
      lists('search, filters and order are in the address, and come back with it'),
      operated('each tab has its address, and on a narrow screen the bar shows the tab that is open'),
    ),
    shown(
      'empty-states',
      '25 Empty states with the next action',
      testsOf('e2e/browser/walk/entrance.ts')('the first visit makes the administrator'),
      testsOf('e2e/browser/walk/end.ts')('it is released, and leaves nothing behind but the data'),
    ),
    shown(
      'themes-languages',
      '25 Light and dark, both languages, without a reload',
      status('language and theme change without leaving the page'),
      format('times'),
    ),
    shown(
      'accessible',
      '25 Accessible, by axe, in both themes',
      shell('axe finds nothing serious on any of these pages, in both themes'),
      operated('axe finds nothing serious on any tab, in the {theme} theme'),
      everyPage('the entrance, before and after there is an administrator'),
      everyPage('nobody stumbles on any page, in the light or in the dark'),
    ),
    shown('steady', '25 Figures that tick move nothing', everyPage('figures that tick move nothing on the page of a task')),
    shown('announced', '25 Progress is announced', status('the stages reach their ends, and changes are followed')),
    answered('reduced-motion', '25 Reduced motion', 'Nothing moves for who asks for that.', shell('nothing moves for who asks for that')),
    shown(
      'phone',
      '25 Readable on a phone',
      lists('nobody stumbles on {path}, in the light, in the dark, and on a phone'),
      connections('on a phone nothing of the step is cut off'),
      everyPage('nothing is wider than a window of {width} pixels ({locale})'),
      everyPage('on a phone the lists have no more columns than there is room for'),
    ),
    shown(
      'restart',
      '25 A console that is started again is survived',
      incremental('the charts are kept when the page is loaded again, and when the console dies'),
    ),
  ],
};

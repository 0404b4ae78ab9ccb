import { answered, left, type Section, shown, testsOf } from './row.ts';

const walk = testsOf('e2e/browser/walk/start.ts');
const start = testsOf('e2e/browser/start.e2e.ts');
const badInput = testsOf('e2e/browser/bad-input.e2e.ts');
const remedy = testsOf('engine/precheck/remedy.db.test.ts');
const judge = testsOf('components/wizard/precheck/judge.test.ts');
const servers = testsOf('engine/precheck/servers.db.test.ts');
const document = testsOf('e2e/bad-input/document.db.test.ts');
const refused = testsOf('e2e/browser/refused.e2e.ts');

const READ = walk('step 4: what the precheck found is read, solved and ignored');
const AS_THEY_FINISH = start('the precheck: items come as they finish; each says what it looked at, and can be checked again alone');
const STAGES = badInput('each failure of a connection names its stage, its cause and what to do');

/** How the precheck behaves, the connectivity test before it, and the errors that are told. */
export const PRECHECK_PAGE: Section = {
  id: 'precheck-page',
  title: 'Precheck, connectivity, errors',
  rows: [
    shown('success-rate', 'Success Rate, and no start below 100 %', READ),
    shown('item-states', 'An item passes, fails or warns', READ, judge('failed items come first; ignoring a warning does not move it')),
    shown('view-details', 'View Details: cause and fix', READ, AS_THEY_FINISH),
    shown(
      'fix-by-provider',
      'The fix in the words of who runs the server: SQL, or the place in its console',
      testsOf('engine/postgres/advice.test.ts')('where a provider keeps the superuser nobody is told to be one'),
      testsOf('engine/postgres/advice.test.ts')('a setting is found under the name and at the place its provider has for it'),
    ),
    shown('precheck-again', 'Precheck Again', READ),
    shown('one-again', 'One item again', AS_THEY_FINISH),
    shown('ignore', 'Confirm Alert Details, Ignore', READ, judge('an ignored warning counts as good and is still listed as a warning')),
    shown(
      'not-ignorable',
      'A finding that may not be ignored',
      servers('an item that cannot be tested fails and refers to the connection, even if it only warns otherwise'),
      testsOf('engine/precheck/columns.db.test.ts')(
        'not told to: tables that are there are refused, as are rows in them, another column, and what is no table',
      ),
    ),
    shown(
      'ignored-identity',
      'Replica identity set by the task where the item was ignored',
      testsOf('engine/care-identity.db.test.ts')(
        'who ignores the warning has the task set REPLICA IDENTITY FULL, and gets back what was there before',
      ),
    ),
    shown(
      'checking',
      'Items that are being checked',
      start('while it runs, every item is there and those that are done say so'),
      remedy('items are heard of as they finish: first what will be looked at, then each once'),
    ),
    shown(
      'fix-for-me',
      'The fix run after it was shown',
      start('Fix It for Me shows the statement, runs it at the source, looks again, and leaves an audit row'),
      remedy('other statements than those that were shown are not run, whoever sends them'),
    ),
    shown(
      'edited-meanwhile',
      'An edit during a precheck',
      testsOf('e2e/console/safety.db.test.ts')('an edit during a precheck stands, and what was found of the older document is dropped'),
    ),
    shown(
      'by-program',
      'Items as a program has them',
      testsOf('e2e/console/openapi.db.test.ts')('one whole migration, by the documented operations alone'),
    ),
    answered('worker-connectivity', 'Connectivity from every worker', 'There is one worker host, the one that tests.', STAGES),
    left(
      'assessment',
      'Assessment before the migration',
      'The precheck and the structure preview say the same of one task; there is no report over whole servers.',
    ),
    shown('test-port', 'Connectivity test: Ping, Telnet', STAGES),
    shown('test-login', 'Connectivity test: login', document('a wrong password names the account and what to check')),
    shown(
      'error-connection',
      'Error: host, port, account, password, right, database, time-out',
      STAGES,
      document('an address nobody listens at names host and port'),
      document('a missing database is named'),
    ),
    shown(
      'error-table',
      'Error: table not found',
      testsOf('e2e/bad-input/running.db.test.ts')(
        'is named, with what to do; the other tables arrive whole, and the task can be finished without it',
      ),
    ),
    shown(
      'error-column',
      'Error: column missing',
      testsOf('engine/silent-loss.db.test.ts')('a column whose type changed ends the task: its values would be cut to the planned type'),
      testsOf('engine/precheck/names.db.test.ts')('PG_DEST_COLUMN_MISSING: existing tables need the columns that are written'),
    ),
    shown('error-sql', 'Error: a statement failed', refused('a statement that is refused is shown with its table, and others go on')),
    shown(
      'error-code',
      'Errors have a code, a cause and what to do',
      badInput('a start that is refused says why, and where to go'),
      refused('a statement that is refused is shown with its table, and others go on'),
    ),
  ],
};

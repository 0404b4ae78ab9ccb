import { answered, left, type Section, shown, testsOf } from './row.ts';

const step = testsOf('e2e/browser/walk/objects.ts');
const oneByOne = testsOf('e2e/browser/objects.e2e.ts');
const batch = testsOf('e2e/browser/batch-edit.e2e.ts');
const lists = testsOf('e2e/console/lists.db.test.ts');
const conflict = testsOf('engine/conflict.db.test.ts');
const cases = testsOf('engine/plan/case.test.ts');
const names = testsOf('engine/plan/name-map.test.ts');
const structure = testsOf('e2e/structure/structure.db.test.ts');
const selection = testsOf('engine/selection.db.test.ts');
const merge = testsOf('engine/merge.db.test.ts');
const filter = testsOf('engine/postgres/filter/parse.test.ts');
const operations = testsOf('engine/operations.db.test.ts');
const document = testsOf('e2e/bad-input/document.db.test.ts');
const openapi = testsOf('e2e/console/openapi.db.test.ts');
const transform = testsOf('components/wizard/objects/batch/transform.test.ts');

const MIGRATION = oneByOne('what a migration does, with tables that are there and with the case of names, is chosen and kept');
const SYNCHRONIZATION = oneByOne('a synchronization always follows changes, and says its topology');
const CHOSEN = step('step 2: objects are searched, chosen in part and named anew');
const JUDGED = step('step 2: a filter is judged before it is saved');
const REFUSED_FILTER = filter('%j is %s');
const RENAMED = selection('schemas, tables and columns arrive under their new names, with everything that names them');
const AS_JSON = batch('the selection is edited as JSON; what cannot be used is told by path and line, and collisions are seen there too');

/** Page 2 of the wizard: what the task does, and with which objects under which names. */
export const OBJECTS: Section = {
  id: 'objects',
  title: 'Configure Objects: mapping, filters, operations',
  rows: [
    shown('migration-types', 'Migration Types', CHOSEN, MIGRATION),
    shown(
      'types-schema-full',
      'Schema and full alone: it ends by itself',
      conflict('structure and rows without incremental: the task finishes by itself and keeps nothing at the source'),
      MIGRATION,
    ),
    shown(
      'types-without-schema',
      'Without the schema part: tables that were made beforehand',
      conflict('rows alone go into tables that were made beforehand, foreign keys and triggers quiet'),
    ),
    shown('types-incremental', 'Incremental alone', conflict('changes alone are followed from the start of the task on')),
    shown(
      'synchronization-types',
      'Synchronization Types: incremental preselected and kept',
      SYNCHRONIZATION,
      lists('begins with changes, has a topology, and cannot leave the changes out'),
    ),
    shown(
      'topology',
      'Synchronization Topology',
      SYNCHRONIZATION,
      lists('begins with changes, has a topology, and cannot leave the changes out'),
    ),
    shown(
      'conflict-precheck',
      'Processing Mode of Conflicting Tables: Precheck and Report Errors',
      MIGRATION,
      conflict('a table of the same name is refused by the precheck unless the task is told to go on'),
    ),
    shown(
      'conflict-ignore',
      'Processing Mode of Conflicting Tables: Ignore Errors and Proceed',
      MIGRATION,
      conflict('told to go on: rows that are there stay in full load, and are overwritten by later changes'),
    ),
    shown(
      'conflict-columns',
      'Ignore Errors and Proceed: tables of another structure',
      testsOf('engine/precheck/columns.db.test.ts')('told to ignore differences: what only one side has is told, and left out of the plan'),
    ),
    shown(
      'conflict-rename',
      'Conflicting tables: another name as the way out',
      testsOf('engine/precheck/names.db.test.ts')('CHECK_SAME_OBJ: another name at the destination is another object'),
    ),
    shown(
      'capitalization',
      'Capitalization of Object Names in Destination Instance',
      MIGRATION,
      cases('%s: %s %s becomes %s'),
      structure('with the policy {policy}, 15 to 15'),
    ),
    shown(
      'capitalization-default',
      'Capitalization: DTS default policy',
      names('default: schemas and relations in lower case, columns as they are'),
    ),
    shown(
      'capitalization-view',
      'Capitalization: views, functions, checks and computed columns',
      structure('with the policy {policy}, 15 to 15'),
    ),
    shown('capitalization-given', 'Capitalization: a name that was given wins', names('win over the policy, each alone')),
    shown(
      'source-objects',
      'Source Objects',
      CHOSEN,
      oneByOne('a view and a function are chosen one by one; what belongs with the view is offered, and taken'),
    ),
    shown(
      'source-columns',
      'Source Objects: single columns',
      CHOSEN,
      selection('what belongs to a column that was not chosen is left out without a failure'),
    ),
    shown(
      'tables-alone',
      'Tables alone leave views, triggers and routines out',
      testsOf('engine/plan/choose.test.ts')(
        'a table alone brings what it cannot be without, its indexes and policies; views, triggers, rules and routines stay',
      ),
    ),
    shown(
      'serial-sequence',
      'SERIAL columns: their sequence comes along',
      testsOf('components/wizard/objects/proposals.test.ts')(
        'a table brings its sequence, the tables its foreign keys point to, and theirs in turn; tables come first',
      ),
    ),
    shown(
      'selected-objects',
      'Selected Objects: menu by right click',
      batch('a line has a menu by key, button and right click; a filter is counted at the source'),
    ),
    shown('edit-schema', 'Edit Schema: new name', CHOSEN, RENAMED),
    shown('edit-table', 'Edit Table: new name', CHOSEN, RENAMED),
    shown(
      'edit-column',
      'Edit Table: columns chosen and named anew',
      CHOSEN,
      RENAMED,
      testsOf('components/wizard/objects/table/table-edit.test.ts')(
        'two carried columns may not share a name; one that stays behind does not count',
      ),
    ),
    shown(
      'merge',
      'Several tables into one',
      batch('tables are merged only on purpose'),
      merge('many tables of the source become one, rows and changes, over a pause and a kill of the sessions'),
    ),
    shown(
      'depending',
      'Objects that depend on a renamed one',
      structure('with schemas, tables and columns renamed, {major} to {major}'),
      testsOf('engine/precheck/objects.db.test.ts')('PG_RENAME_OPAQUE: a body that names a renamed table'),
    ),
    shown(
      'renamed-later',
      'Names changed after the start',
      testsOf('engine/task/state.test.ts')('a running task cannot be edited, and nothing starts without a passed precheck'),
    ),
    shown(
      'batch-edit',
      'Batch Edit',
      batch('a pattern names many tables, what collides is marked, one undo takes it back, and nothing is saved before it is applied'),
    ),
    shown('batch-affix', 'Batch Edit: prefix and suffix', transform('prefix, suffix, and case as PostgreSQL folds it')),
    shown('batch-groups', 'Batch Edit: replacement with groups', transform('a pattern puts its groups where the replacement names them')),
    shown('batch-json', 'Batch Edit: JSON', AS_JSON),
    answered(
      'batch-limit',
      'Limit on edited tables of one task: 1,000, 5,000 in a synchronization',
      'Beyond it the page says what DTS would refuse; here ten thousand are named at once.',
      testsOf('components/wizard/objects/edited-limit.test.ts')('the limits are those of DTS'),
      batch('ten thousand tables are searched at the source, reached by letters, and named at once'),
    ),
    left('additional-columns', 'Additional Columns', 'DTS offers them into AnalyticDB only, which is no destination here.'),
    answered(
      'db-list',
      'DbList, the document of objects',
      'The objects of the task document say the same, with a schema for a database; unknown keys are refused by path.',
      document('every unknown key is named by path, exit code 2'),
      openapi('one whole migration, by the documented operations alone'),
    ),
    left(
      'db-list-pattern',
      'DbList: regular expressions in names',
      'What a pattern would choose changes with the tables that come; a schema is chosen whole for that, and tables by name.',
    ),
    shown('filter', 'Filter: the body of a WHERE', JUDGED, filter('%s')),
    shown('filter-scope', 'Filter: own columns, no subquery', REFUSED_FILTER),
    shown('filter-semicolon', 'Filter: no semicolon', REFUSED_FILTER),
    shown(
      'filter-case',
      'Filter: names of columns that differ by case',
      filter('an unknown column is named together with the ones that may be meant'),
    ),
    shown('filter-verify', 'Filter: Verify', JUDGED),
    shown(
      'filter-count',
      'Filter: how many rows match',
      batch('a line has a menu by key, button and right click; a filter is counted at the source'),
      testsOf('engine/postgres/filter/count.db.test.ts')(
        'the rows that a task would carry are counted: not those of heirs, but those of partitions',
      ),
    ),
    shown(
      'filter-updates',
      'Filter: rows that enter and leave it by an update',
      selection('a filter decides what arrives, and rows that enter or leave it by a change come and go'),
    ),
    shown(
      'operations-table',
      'SQL operations of a table',
      oneByOne('operations of a table and of its schema are chosen in its menu'),
      operations('without DELETE and TRUNCATE rows stay, and give way to a row that takes their key'),
    ),
    shown(
      'operations-schema',
      'SQL operations of a schema; those of a table go before',
      oneByOne('operations of a table and of its schema are chosen in its menu'),
      testsOf('engine/plan/operations.test.ts')('a table’s own operations go before its schema’s, and those before the task’s'),
    ),
    shown(
      'operations-ddl',
      'All DDL left out',
      testsOf('engine/operations-ddl.db.test.ts')('structure that is not chosen stays as it is, and rows go on arriving'),
    ),
    shown(
      'bucket-count',
      'Parameter Settings: bucket_count',
      testsOf('e2e/browser/selectdb.e2e.ts')('engine, key and buckets change the statement, and what cannot be is refused with its reason'),
      testsOf('engine/destination/selectdb/ddl.test.ts')('the unique model: key first in its order, merge-on-write, a sequence column'),
    ),
    shown(
      'several-operations',
      'DML and DDL check boxes',
      testsOf('components/wizard/objects/operations/choice.test.ts')(
        'operations are taken out of all of them one by one, or by their kind, and stay in their order',
      ),
    ),
  ],
};

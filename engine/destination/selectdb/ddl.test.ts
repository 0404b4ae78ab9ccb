import { beforeAll, expect, test } from 'vitest';
import type { TablePlan } from '../../plan/plan.ts';
import { loadGrammar } from '../../postgres/grammar.ts';
import type { TableSpec } from '../../schema/table.ts';
import { createTable } from './ddl.ts';
import { shapedTable, sourceColumn, sourceTable } from './test-spec.ts';

beforeAll(loadGrammar);

function ddl(table: TablePlan, spec: TableSpec, replicas: number | null = null): string {
  if (table.model === undefined) throw new Error('The table has no shape.');
  return createTable({ table, model: table.model, spec, replicas });
}

test('the unique model: key first in its order, merge-on-write, a sequence column', () => {
  const columns = [
    sourceColumn('note', 'text', { default: `'new'::text`, comment: 'what "it" says\\' }),
    sourceColumn('id', 'bigint', { default: `nextval('s'::regclass)` }),
    sourceColumn('code', 'text'),
    sourceColumn('at', 'timestamp(3) with time zone', { notNull: true }),
  ];
  const spec = sourceTable(columns, ['code', 'id'], { comment: 'all of `them` "here"' });
  expect(ddl(shapedTable(spec, { buckets: 4, distribution: ['id'] }), spec, 1)).toBe(`CREATE TABLE IF NOT EXISTS \`app\`.\`t\` (
  \`code\` VARCHAR(65533) NOT NULL,
  \`id\` BIGINT NOT NULL,
  \`note\` STRING NULL DEFAULT 'new' COMMENT "what \\"it\\" says",
  \`at\` DATETIMEV2(3) NULL
)
UNIQUE KEY (\`code\`, \`id\`)
COMMENT "all of \`them\` \\"here\\""
DISTRIBUTED BY HASH(\`id\`) BUCKETS 4
PROPERTIES (
  "enable_unique_key_merge_on_write" = "true",
  "function_column.sequence_type" = "bigint",
  "light_schema_change" = "true",
  "replication_num" = "1"
)`);
});

test('the duplicate model: no key, rows anywhere, three columns that tell what became of a row', () => {
  const spec = sourceTable([sourceColumn('we`ird', 'json'), sourceColumn('n', 'double precision')]);
  expect(ddl(shapedTable(spec), spec)).toBe(`CREATE TABLE IF NOT EXISTS \`app\`.\`t\` (
  \`we\`\`ird\` JSON NULL,
  \`n\` DOUBLE NULL,
  \`_is_deleted\` INT NOT NULL DEFAULT '0',
  \`_version\` BIGINT NOT NULL DEFAULT '0',
  \`_record_id\` BIGINT NOT NULL DEFAULT '0'
)
DISTRIBUTED BY RANDOM BUCKETS AUTO
PROPERTIES (
  "enable_duplicate_without_keys_by_default" = "true",
  "light_schema_change" = "true"
)`);
});

test('the duplicate model with columns to sort and spread by', () => {
  const spec = sourceTable([sourceColumn('a', 'integer'), sourceColumn('b', 'text')]);
  const written = ddl(shapedTable(spec, { engine: 'duplicate', keys: ['b'], distribution: ['a'], buckets: 'auto' }), spec);
  expect(written).toContain('(\n  `b` VARCHAR(65533) NULL,\n  `a` INT NULL,');
  expect(written).toContain('\nDUPLICATE KEY (`b`)\nDISTRIBUTED BY HASH(`a`) BUCKETS AUTO\n');
  expect(written).not.toContain('enable_duplicate_without_keys_by_default');
});

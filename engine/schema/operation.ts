import type { Text } from '../text.ts';

export type OperationKind = 'dml' | 'ddl';

interface OperationSpec {
  readonly name: string;
  readonly kind: OperationKind;
  readonly label: Text;
  /** What it covers beside what its label says. */
  readonly help?: Text;
}

const sql = (words: string): Text => ({ en: words, zh: words });

/** Every SQL operation a person can choose for a table, in the order in which they are shown (dts.md 4.10). */
export const OPERATIONS = [
  { name: 'insert', kind: 'dml', label: sql('INSERT') },
  { name: 'update', kind: 'dml', label: sql('UPDATE') },
  { name: 'delete', kind: 'dml', label: sql('DELETE') },
  { name: 'createTable', kind: 'ddl', label: sql('CREATE TABLE') },
  { name: 'dropTable', kind: 'ddl', label: sql('DROP TABLE') },
  { name: 'renameTable', kind: 'ddl', label: sql('RENAME TABLE') },
  { name: 'truncate', kind: 'ddl', label: sql('TRUNCATE TABLE') },
  { name: 'addColumn', kind: 'ddl', label: sql('ADD COLUMN') },
  { name: 'dropColumn', kind: 'ddl', label: sql('DROP COLUMN') },
  { name: 'renameColumn', kind: 'ddl', label: sql('RENAME COLUMN') },
  {
    name: 'alterColumn',
    kind: 'ddl',
    label: sql('ALTER COLUMN TYPE'),
    help: { en: 'Also GENERATED', zh: '包括 GENERATED 属性' },
  },
  { name: 'setDefault', kind: 'ddl', label: sql('SET DEFAULT') },
  { name: 'dropDefault', kind: 'ddl', label: sql('DROP DEFAULT') },
  { name: 'setNotNull', kind: 'ddl', label: sql('SET NOT NULL') },
  { name: 'dropNotNull', kind: 'ddl', label: sql('DROP NOT NULL') },
  {
    name: 'addConstraint',
    kind: 'ddl',
    label: sql('ADD CONSTRAINT'),
    help: { en: 'Also new names', zh: '包括重命名' },
  },
  { name: 'dropConstraint', kind: 'ddl', label: sql('DROP CONSTRAINT') },
  { name: 'createIndex', kind: 'ddl', label: sql('CREATE INDEX'), help: { en: 'Also new names', zh: '包括重命名' } },
  { name: 'dropIndex', kind: 'ddl', label: sql('DROP INDEX') },
  {
    name: 'partitions',
    kind: 'ddl',
    label: { en: 'Partitions', zh: '分区变更' },
    help: { en: 'Made, moved, dropped', zh: '新建、挂载、卸载、删除' },
  },
  {
    name: 'enumValues',
    kind: 'ddl',
    label: { en: 'Enum values', zh: '枚举值变更' },
    help: { en: 'Of a whole schema', zh: '按模式生效' },
  },
] as const satisfies readonly OperationSpec[];

export type Operation = (typeof OPERATIONS)[number]['name'];

/** `null`: all of them, those of later versions too. */
export type Operations = readonly Operation[] | null;

/** Names for the task document, which wants at least one of a choice. */
export const OPERATION_NAMES = OPERATIONS.map(({ name }) => name) as [Operation, ...Operation[]];

export function operationsOf(kind: OperationKind): readonly Operation[] {
  return OPERATIONS.filter((each) => each.kind === kind).map(({ name }) => name);
}

export function heeds(operations: Operations | undefined, operation: Operation): boolean {
  return operations == null || operations.includes(operation);
}

const ROWS = ['insert', 'update', 'delete', 'truncate'] as const satisfies readonly Operation[];

/** Rows that are there become what the source's are: they may be taken away and copied again. */
export function followsRows(operations: Operations | undefined): boolean {
  return ROWS.every((operation) => heeds(operations, operation));
}

export function labelOf(operation: Operation): Text {
  return OPERATIONS.find(({ name }) => name === operation)?.label ?? { en: operation, zh: operation };
}

import { heeds, OPERATION_NAMES, OPERATIONS, type Operation, type OperationKind, type Operations } from '#engine/schema/operation.ts';
import type { Text } from '#engine/text.ts';
import { defineMessages } from '#lib/messages.ts';

export const OPERATION_KINDS = ['dml', 'ddl'] as const satisfies readonly OperationKind[];

export const operationMessages = defineMessages(
  {
    title: 'SQL Operations',
    all: 'All operations',
    kinds: { dml: 'DML', ddl: 'DDL' },
    allOf: (kind: string) => `all ${kind}`,
    noneOf: (kind: string) => `no ${kind}`,
    separator: '; ',
    comma: ', ',
    count: (chosen: number, all: number) => `${chosen} of ${all} operations`,
  },
  {
    title: 'SQL 操作',
    all: '全部操作',
    kinds: { dml: 'DML', ddl: 'DDL' },
    allOf: (kind) => `全部 ${kind}`,
    noneOf: (kind) => `不含 ${kind}`,
    separator: '；',
    comma: '、',
    count: (chosen, all) => `${chosen}/${all} 项操作`,
  },
);

type Words = (typeof operationMessages)['en'];

/** In a few words: `INSERT, UPDATE; all DDL`. */
export function describeOperations(operations: Operations | undefined, m: Words, text: (each: Text) => string): string {
  if (isAll(operations)) return m.all;
  const kinds = OPERATION_KINDS.map((kind) => {
    const own = OPERATIONS.filter((each) => each.kind === kind);
    const chosen = own.filter(({ name }) => heeds(operations, name));
    if (chosen.length === 0) return m.noneOf(m.kinds[kind]);
    return chosen.length === own.length ? m.allOf(m.kinds[kind]) : chosen.map(({ label }) => text(label)).join(m.comma);
  });
  return kinds.join(m.separator);
}

export function isAll(operations: Operations | undefined): boolean {
  return OPERATION_NAMES.every((name) => heeds(operations, name));
}

/** Those chosen, in their order. */
export function listedOperations(operations: Operations | undefined): readonly Operation[] {
  return OPERATION_NAMES.filter((name) => heeds(operations, name));
}

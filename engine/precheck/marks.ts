import type { TableName } from '../schema/table.ts';

/** Where the marks of tasks live at the destination; the account must be able to make it. */
export const MARKS_SCHEMA = 'opendts';

export const MARKS: readonly TableName[] = ['task', 'task_table', 'task_statement'].map((name) => ({ schema: MARKS_SCHEMA, name }));

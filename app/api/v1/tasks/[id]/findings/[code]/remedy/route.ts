import { changing } from '#lib/http/route.ts';
import { remedyAsked } from '#lib/task/asked.ts';
import { remedyFinding } from '#lib/task/precheck.ts';

const NOTED = 2_000;

/** Runs, at the source, the statements of a precheck item that were shown to the person, and looks at the item again. */
export const POST = changing<{ readonly id: string; readonly code: string }, typeof remedyAsked>(
  { action: 'task.remedy', body: remedyAsked, detail: ({ body: { statements } }) => ({ sql: statements.join('\n').slice(0, NOTED) }) },
  ({ params, body: { statements } }) => remedyFinding(params.id, params.code, statements),
);

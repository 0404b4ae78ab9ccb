import { z } from 'zod';
import { type ErrorReport, isEngineError, reportOf } from '#engine/errors.ts';
import { text } from '#engine/text.ts';

/** What every refused request answers with. `issues` names each field that cannot be used, by path. */
export interface Refusal {
  readonly error: ErrorReport;
  readonly issues?: readonly { readonly path: string; readonly message: string }[];
}

const STATUS: Readonly<Record<string, number>> = {
  'session.missing': 401,
  'session.role': 403,
  'session.origin': 403,
  'task.not-found': 404,
  'connection.not-found': 404,
  'request.invalid': 400,
  'document.incomplete': 422,
};

/** The answer to a request that failed: our own errors with their status, anything else as a fault of the server. */
export function refuse(error: unknown): Response {
  if (error instanceof z.ZodError) return invalid(error);
  const report = reportOf(error);
  if (!isEngineError(error)) console.error(error);
  const status = STATUS[report.code] ?? (isEngineError(error) ? 409 : 500);
  return Response.json({ error: report } satisfies Refusal, { status });
}

function invalid(error: z.ZodError): Response {
  const issues = error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  const list = issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ');
  return Response.json(
    {
      error: {
        code: 'request.invalid',
        message: text(`The request cannot be used: ${list}`, `请求内容无效：${list}`),
        hint: text('Correct the named fields and send it again.', '请修改所列字段后重试。'),
        retry: 'never',
        side: 'task',
        connection: false,
        object: null,
      },
      issues,
    } satisfies Refusal,
    { status: 400 },
  );
}

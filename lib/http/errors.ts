import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type ErrorReport, isEngineError, reportOf } from '#engine/errors.ts';
import { text } from '#engine/text.ts';
import { isStoreDown } from '#lib/metadata/client.ts';

/** What every refused request answers with. `issues` names each field that cannot be used, by path. */
export interface Refusal {
  readonly error: ErrorReport;
  readonly issues?: readonly { readonly path: string; readonly message: string }[];
}

const STATUS: Readonly<Record<string, number>> = {
  'session.missing': 401,
  'session.key': 401,
  'session.role': 403,
  'session.in-person': 403,
  'session.password': 403,
  'session.rate': 429,
  'session.origin': 403,
  'request.not-found': 404,
  'task.not-found': 404,
  'connection.not-found': 404,
  'user.not-found': 404,
  'key.not-found': 404,
  'request.invalid': 400,
  'request.too-large': 413,
  'document.incomplete': 422,
};

/** The answer to a request that failed: our own errors with their status, anything else as a fault of the server. */
export function refuse(error: unknown): Response {
  if (error instanceof z.ZodError) return invalid(error);
  if (isEngineError(error)) return Response.json({ error: reportOf(error) } satisfies Refusal, { status: STATUS[error.code] ?? 409 });
  if (isStoreDown(error)) return Response.json({ error: STORE_DOWN } satisfies Refusal, { status: 503 });
  return Response.json({ error: unexpected(error) } satisfies Refusal, { status: 500 });
}

/** What went wrong inside is for the server's log: it may name files and values that are nobody's business outside. */
function unexpected(error: unknown): ErrorReport {
  const reference = randomBytes(4).toString('hex');
  console.error(`Request failed, reference ${reference}:`, error);
  return {
    ...FAULT,
    code: 'request.failed',
    message: text(`The server could not answer (reference ${reference})`, `服务器无法完成请求（编号 ${reference}）`),
    hint: text('Try again. The log of the server tells more under this reference.', '请重试；服务器日志中按此编号有详细信息。'),
  };
}

const FAULT = { retry: 'soon', side: 'task', connection: false, object: null } as const;

const STORE_DOWN: ErrorReport = {
  ...FAULT,
  code: 'store.unreachable',
  message: text('OpenDTS cannot reach its own metadata store', 'OpenDTS 无法连接自身的元数据库'),
  hint: text(
    'It keeps trying; running tasks go on meanwhile. Try again in a moment; if it stays so, look at that database and at the log of the server.',
    '系统会持续重试，运行中的任务不受影响。请稍后重试；若仍如此，请检查该数据库与服务器日志。',
  ),
};

function invalid(error: z.ZodError): Response {
  const issues = error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  const list = issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ');
  return Response.json(
    {
      error: {
        ...FAULT,
        code: 'request.invalid',
        message: text(`The request cannot be used: ${list}`, `请求内容无效：${list}`),
        hint: text('Correct the named fields and send it again.', '请修改所列字段后重试。'),
        retry: 'never',
      },
      issues,
    } satisfies Refusal,
    { status: 400 },
  );
}

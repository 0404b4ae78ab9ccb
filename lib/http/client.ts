import type { ErrorReport } from '#engine/errors.ts';
import { type Text, text } from '#engine/text.ts';
import type { Refusal } from './errors.ts';

/** A request that was refused, or that never got an answer. `report` is ready to be shown. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly report: ErrorReport;
  readonly issues: NonNullable<Refusal['issues']>;

  constructor(status: number, refusal: Refusal) {
    super(refusal.error.message.en);
    this.status = status;
    this.report = refusal.error;
    this.issues = refusal.issues ?? [];
  }
}

let signedOut: (() => void) | null = null;

/** Has `listener` told that the session has ended, in place of the sign-in page: for what must not be left. Returns what takes it back. */
export function whenSignedOut(listener: () => void): () => void {
  signedOut = listener;
  return () => {
    if (signedOut === listener) signedOut = null;
  };
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Browsers carry no more than 64 KB past the end of a page. */
const OUTLIVES_PAGE = 60_000;

/**
 * Asks our own API: `api('PUT', '/tasks/x', draft)`. Answers with the parsed body. What is PUT arrives also when the page is left
 * meanwhile, unless it is too large for that.
 * @throws ApiError
 */
export async function api<T>(method: Method, path: string, body?: unknown, { signal }: { readonly signal?: AbortSignal } = {}): Promise<T> {
  const sent = body === undefined ? null : JSON.stringify(body);
  const response = await fetch(`/api/v1${path}`, {
    method,
    ...(sent === null ? {} : { body: sent, headers: { 'content-type': 'application/json' } }),
    // In bytes: what is not ASCII takes more of them than letters, and too many are not sent at all.
    keepalive: method === 'PUT' && sent !== null && new Blob([sent]).size < OUTLIVES_PAGE,
    ...(signal === undefined ? {} : { signal }),
  }).catch(() => null);
  if (response === null) throw new ApiError(0, { error: UNREACHABLE });
  if (response.status === 401 && typeof window !== 'undefined') {
    if (signedOut === null) window.location.assign('/sign-in');
    else signedOut();
  }
  if (!response.ok) throw new ApiError(response.status, await refusalOf(response));
  // An answer without a body need not say so in its head.
  const content = await response.text();
  return (content === '' ? undefined : JSON.parse(content)) as T;
}

/** What to tell a person of anything thrown. */
export function explain(error: unknown): { readonly message: Text; readonly hint: Text } {
  return error instanceof ApiError ? error.report : unexpected(error instanceof Error ? error.message : String(error));
}

async function refusalOf(response: Response): Promise<Refusal> {
  const body: unknown = await response.json().catch(() => null);
  if (body !== null && typeof body === 'object' && 'error' in body) return body as Refusal;
  return { error: unexpected(`HTTP ${response.status}`) };
}

function unexpected(detail: string): ErrorReport {
  return {
    code: 'request.failed',
    message: text(`The request failed: ${detail}`, `请求失败：${detail}`),
    hint: text('Try again; if it happens once more, look into the log of the server.', '请重试；如再次出现，请查看服务器日志。'),
    retry: 'soon',
    side: 'task',
    connection: false,
    object: null,
  };
}

const UNREACHABLE: ErrorReport = {
  ...unexpected(''),
  code: 'request.unreachable',
  message: text('The OpenDTS server does not answer', 'OpenDTS 服务器没有响应'),
  hint: text(
    'Check that it runs and that you are connected, then try again. Nothing was lost.',
    '请确认服务器正在运行且网络正常后重试，数据不会丢失。',
  ),
};

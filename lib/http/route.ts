import { z } from 'zod';
import { EngineError, reportOf } from '#engine/errors.ts';
import { text } from '#engine/text.ts';
import { record } from '#lib/audit.ts';
import { isOwnOrigin } from '#lib/session/auth.ts';
import { type Person, readSession } from '#lib/session/session.ts';
import { readJson } from './body.ts';
import { refuse } from './errors.ts';
import { eventStream, type StreamEvent } from './sse.ts';

interface Asked<P, B> {
  readonly person: Person;
  readonly params: P;
  readonly body: B;
  readonly url: URL;
  readonly request: Request;
}

type Handler<P, B> = (asked: Asked<P, B>) => Promise<unknown>;
type Route<P> = (request: Request, context: { readonly params: Promise<P> }) => Promise<Response>;

/** A route that only reads: any signed-in person. What the handler returns is the JSON answer, unless it is a Response. */
export function reading<P = Record<never, never>>(handler: Handler<P, undefined>): Route<P> {
  return guarded(async (request, params) => {
    const person = await requirePerson(request);
    return answer(await handler({ person, params, body: undefined, url: new URL(request.url), request }));
  });
}

/** An event stream for any signed-in person, for as long as the session lasts. */
export function streaming<P = Record<never, never>>(
  handler: (asked: Asked<P, undefined>) => Promise<(send: (event: StreamEvent) => void) => Promise<() => void>>,
): Route<P> {
  return reading<P>(async (asked) => {
    const allowed = async () => (await readSession(asked.request.headers, true)) !== null;
    return eventStream(asked.request, allowed, await handler(asked));
  });
}

interface Changing<S extends z.ZodType> {
  /** Name of the action in the audit log, `task.start`. */
  readonly action: string;
  /** Absent: the request has no body. */
  readonly body?: S;
}

/** A route that changes something: administrators only, from our own pages only; done or refused, it leaves an audit row. */
export function changing<P, S extends z.ZodType = z.ZodUndefined>(what: Changing<S>, handler: Handler<P, z.infer<S>>): Route<P> {
  return guarded(async (request, params) => {
    const person = await requirePerson(request);
    const { action } = what;
    try {
      refuseForeignPage(request);
      if (person.role !== 'admin') throw notAllowed();
      const body = (what.body === undefined ? undefined : what.body.parse(await readJson(request))) as z.infer<S>;
      const result = await handler({ person, params, body, url: new URL(request.url), request });
      await leaveRow({ userId: person.id, action, subject: idOf(params) || idMade(result) });
      return answer(result);
    } catch (error) {
      const refused = error instanceof z.ZodError ? 'request.invalid' : reportOf(error).code;
      await leaveRow({ userId: person.id, action, subject: idOf(params), detail: { refused } });
      throw error;
    }
  });
}

/** What was done stays done, and must not be told as refused, when its row cannot be written: the server's log then has it. */
async function leaveRow(row: Parameters<typeof record>[0]): Promise<void> {
  await record(row).catch((error: unknown) => console.error('An audit row could not be written:', row, error));
}

function guarded<P>(work: (request: Request, params: P) => Promise<Response>): Route<P> {
  return async (request, context) => {
    try {
      // PostgreSQL keeps no NUL: what is named with one does not exist.
      if (/%00/.test(request.url)) throw notFound();
      return await work(request, await context.params);
    } catch (error) {
      return refuse(error);
    }
  };
}

function answer(result: unknown): Response {
  if (result instanceof Response) return result;
  return result === undefined ? new Response(null, { status: 204 }) : Response.json(result, { headers: { 'cache-control': 'no-store' } });
}

async function requirePerson(request: Request): Promise<Person> {
  const person = await readSession(request.headers);
  if (person !== null) return person;
  throw new EngineError({
    code: 'session.missing',
    message: text('You are not signed in', '您尚未登录'),
    hint: text('Sign in and try again.', '请登录后重试。'),
    retry: 'never',
  });
}

/** A browser names the page that asks; a program does not, and has no cookies of a person to misuse. */
export function refuseForeignPage(request: Request): void {
  const origin = request.headers.get('origin');
  if (origin === null || isOwnOrigin(origin, request.headers.get('host'))) return;
  throw new EngineError({
    code: 'session.origin',
    message: text(`A page of ${origin} may not change anything here`, `不允许来自 ${origin} 的页面执行此操作`),
    hint: text('Use the console under its own address.', '请通过控制台自身的地址访问。'),
    retry: 'never',
  });
}

function notAllowed(): EngineError {
  return new EngineError({
    code: 'session.role',
    message: text('Your account may look but not change anything', '您的账号仅有查看权限'),
    hint: text('Ask an administrator.', '请联系管理员。'),
    retry: 'never',
  });
}

function notFound(): EngineError {
  return new EngineError({
    code: 'request.not-found',
    message: text('There is nothing at this address', '该地址不存在'),
    hint: text('Go back to the task list.', '请返回任务列表。'),
    retry: 'never',
  });
}

function idOf(params: unknown): string {
  return params !== null && typeof params === 'object' ? Object.values(params).join('/') : '';
}

/** Of what has just been made. */
function idMade(result: unknown): string {
  return result !== null && typeof result === 'object' && 'id' in result ? String(result.id) : '';
}

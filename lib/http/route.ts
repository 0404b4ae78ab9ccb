import type { z } from 'zod';
import { EngineError } from '#engine/errors.ts';
import { text } from '#engine/text.ts';
import { record } from '#lib/audit.ts';
import { isOwnOrigin } from '#lib/session/auth.ts';
import { type Person, readSession } from '#lib/session/session.ts';
import { refuse } from './errors.ts';

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

interface Changing<P, S extends z.ZodType> {
  /** Name of the action in the audit log, `task.start`. */
  readonly action: string;
  /** Absent: the request has no body. */
  readonly body?: S;
  /** What the action was done to, for the audit log. */
  readonly subject?: (params: P) => string;
}

/** A route that changes something: administrators only, from our own pages only, and it leaves an audit row. */
export function changing<P, S extends z.ZodType = z.ZodUndefined>(what: Changing<P, S>, handler: Handler<P, z.infer<S>>): Route<P> {
  return guarded(async (request, params) => {
    const person = await requirePerson(request);
    refuseForeignPage(request);
    if (person.role !== 'admin') throw notAllowed();
    const body = (what.body === undefined ? undefined : what.body.parse(await readJson(request))) as z.infer<S>;
    const result = await handler({ person, params, body, url: new URL(request.url), request });
    await record({ userId: person.id, action: what.action, subject: what.subject?.(params) ?? idOf(params) });
    return answer(result);
  });
}

function guarded<P>(work: (request: Request, params: P) => Promise<Response>): Route<P> {
  return async (request, context) => {
    try {
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
function refuseForeignPage(request: Request): void {
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

async function readJson(request: Request): Promise<unknown> {
  try {
    return await request.json();
  } catch {
    throw new EngineError({
      code: 'request.invalid',
      message: text('The request is not valid JSON', '请求不是有效的 JSON'),
      hint: text('Send a JSON document.', '请发送 JSON 文档。'),
      retry: 'never',
    });
  }
}

function idOf(params: unknown): string {
  return params !== null && typeof params === 'object' ? Object.values(params).join('/') : '';
}

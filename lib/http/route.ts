import { z } from 'zod';
import { EngineError, reportOf } from '#engine/errors.ts';
import { text } from '#engine/text.ts';
import { nameOfSubject, record } from '#lib/audit.ts';
import { askerOf, readerOf, stillThere } from '#lib/session/asker.ts';
import { isOwnOrigin } from '#lib/session/auth.ts';
import { forgetKept } from '#lib/session/kept.ts';
import { notWithKey, passwordDue, roleTooWeak, TooOften } from '#lib/session/refusals.ts';
import { mayAs, type Role } from '#lib/session/role.ts';
import type { Person } from '#lib/session/session.ts';
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

interface Reading {
  /** Who may look; absent: anybody signed in. */
  readonly role?: Role;
}

/** A route that only reads: any signed-in person or key. What the handler returns is the JSON answer, unless it is a Response. */
export function reading<P = Record<never, never>>(handler: Handler<P, undefined>, { role = 'viewer' }: Reading = {}): Route<P> {
  return guarded(async (request, params) => {
    const person = await readerOf(request.headers);
    refuseWithoutRight(person, { role });
    return answer(await handler({ person, params, body: undefined, url: new URL(request.url), request }));
  });
}

/** An event stream for any signed-in person or key, for as long as session or key last. */
export function streaming<P = Record<never, never>>(
  handler: (asked: Asked<P, undefined>) => Promise<(send: (event: StreamEvent) => void) => Promise<() => void>>,
): Route<P> {
  return reading<P>(async (asked) => eventStream(asked.request, () => isStillLetIn(asked.request.headers), await handler(asked)));
}

async function isStillLetIn(headers: Headers): Promise<boolean> {
  try {
    return !(await stillThere(headers)).passwordDue;
  } catch (error) {
    const { code } = reportOf(error);
    if (code === 'session.missing' || code === 'session.key') return false;
    throw error;
  }
}

interface Changing<P, S extends z.ZodType> {
  /** Name of the action in the audit log, `task.start`. */
  readonly action: string;
  /** Absent: the request has no body. */
  readonly body?: S;
  /** The least role that may; absent: `operator`. */
  readonly role?: Role;
  /** Not with an API key: what could outlive one that got into wrong hands. */
  readonly inPerson?: true;
  /** The one thing a person may, and has to, do with a password that was handed over. */
  readonly replacesPassword?: true;
  /** What the audit log says besides; names and words, never a secret. */
  readonly detail?: (asked: Asked<P, z.infer<S>>) => Readonly<Record<string, string>>;
}

/**
 * A route that changes something: for who has the role, from our own pages or a program; done or refused, it leaves an audit row.
 */
export function changing<P, S extends z.ZodType = z.ZodUndefined>(what: Changing<P, S>, handler: Handler<P, z.infer<S>>): Route<P> {
  return guarded(async (request, params) => {
    const person = await askerOf(request.headers);
    const { action } = what;
    const by = { userId: person.id, who: person.name, action, ...(person.key === null ? {} : { key: person.key.name }) };
    const subject = idOf(params);
    // Asked before: what is being deleted has its name only now.
    const subjectName = await nameOfSubject(action, subject);
    try {
      refuseForeignPage(request);
      refuseWithoutRight(person, { role: 'operator', ...what });
      const body = (what.body === undefined ? undefined : what.body.parse(await readJson(request))) as z.infer<S>;
      const asked = { person, params, body, url: new URL(request.url), request };
      const result = await handler(asked);
      const made = subject === '' ? idMade(result) : '';
      await leaveRow({
        ...by,
        subject: subject || made,
        subjectName: made === '' ? subjectName : await nameOfSubject(action, made),
        detail: what.detail?.(asked) ?? {},
      });
      return answer(result);
    } catch (error) {
      const refused = error instanceof z.ZodError ? 'request.invalid' : reportOf(error).code;
      await leaveRow({ ...by, subject, subjectName, detail: { refused } });
      throw error;
    } finally {
      forgetKept();
    }
  });
}

function refuseWithoutRight(
  person: Person,
  need: { readonly role: Role; readonly inPerson?: true; readonly replacesPassword?: true },
): void {
  if (person.passwordDue && need.replacesPassword !== true) throw passwordDue();
  if (!mayAs(person.role, need.role)) throw roleTooWeak(need.role);
  if (need.inPerson === true && person.key !== null) throw notWithKey();
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
      const response = refuse(error);
      if (error instanceof TooOften) response.headers.set('retry-after', String(error.seconds));
      return response;
    }
  };
}

function answer(result: unknown): Response {
  if (result instanceof Response) return result;
  return result === undefined ? new Response(null, { status: 204 }) : Response.json(result, { headers: { 'cache-control': 'no-store' } });
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

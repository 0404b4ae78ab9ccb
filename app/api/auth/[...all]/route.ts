import { ENTRANCE_LIMIT, limited } from '#lib/http/body.ts';
import { refuse } from '#lib/http/errors.ts';
import { auth } from '#lib/session/auth.ts';

/** What the console uses of better-auth; all else it could do (sign-up, changing one's account, …) does not exist here. */
const USED: ReadonlySet<string> = new Set(['/api/auth/sign-in/email', '/api/auth/sign-out']);

/** Sign-in and sign-out; better-auth answers. */
export async function POST(request: Request): Promise<Response> {
  if (!USED.has(new URL(request.url).pathname)) return new Response(null, { status: 404 });
  try {
    return await (await auth(request.headers)).handler(await limited(request, ENTRANCE_LIMIT));
  } catch (error) {
    return refuse(error);
  }
}

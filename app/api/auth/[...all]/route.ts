import { ENTRANCE_LIMIT, limited } from '#lib/http/body.ts';
import { refuse } from '#lib/http/errors.ts';
import { enterOrLeave, isEntrancePath } from '#lib/session/entrance.ts';

/** Sign-in and sign-out; better-auth answers. All else it could do (sign-up, changing one's account, …) does not exist here. */
export async function POST(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (!isEntrancePath(pathname)) return new Response(null, { status: 404 });
  try {
    return await enterOrLeave(pathname, await limited(request, ENTRANCE_LIMIT));
  } catch (error) {
    return refuse(error);
  }
}

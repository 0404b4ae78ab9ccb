import { ENTRANCE_LIMIT, readJson } from '#lib/http/body.ts';
import { refuse } from '#lib/http/errors.ts';
import { refuseForeignPage } from '#lib/http/route.ts';
import { administrator, createAdministrator } from '#lib/session/setup.ts';

/** Creates the administrator; the one route that answers without a session, and only until there is an account. */
export async function POST(request: Request): Promise<Response> {
  try {
    refuseForeignPage(request);
    await createAdministrator(administrator.parse(await readJson(request, ENTRANCE_LIMIT)));
    return new Response(null, { status: 201 });
  } catch (error) {
    return refuse(error);
  }
}

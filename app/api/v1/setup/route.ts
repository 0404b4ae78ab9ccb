import { refuse } from '#lib/http/errors.ts';
import { administrator, createAdministrator } from '#lib/session/setup.ts';

/** Creates the administrator; the one route that answers without a session, and only until there is an account. */
export async function POST(request: Request): Promise<Response> {
  try {
    await createAdministrator(administrator.parse(await request.json().catch(() => null)));
    return new Response(null, { status: 201 });
  } catch (error) {
    return refuse(error);
  }
}

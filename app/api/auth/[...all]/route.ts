import { auth } from '#lib/session/auth.ts';

/** Sign-in and sign-out; better-auth answers. */
async function handle(request: Request): Promise<Response> {
  return (await auth()).handler(request);
}

export { handle as GET, handle as POST };

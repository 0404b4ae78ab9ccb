import { changing, reading } from '#lib/http/route.ts';
import { invitation, inviteUser, listUsers } from '#lib/session/users.ts';

export const GET = reading(() => listUsers(), { role: 'admin' });

/** Answers with a password to hand over; it is not told again. */
export const POST = changing<Record<never, never>, typeof invitation>(
  { action: 'user.invite', body: invitation, role: 'admin', inPerson: true, detail: ({ body }) => ({ role: body.role }) },
  ({ body }) => inviteUser(body),
);

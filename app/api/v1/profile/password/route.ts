import { changing } from '#lib/http/route.ts';
import { changePassword, passwordForm } from '#lib/session/profile.ts';

/** Ends the person's other sessions. */
export const POST = changing<Record<never, never>, typeof passwordForm>(
  { action: 'profile.password', body: passwordForm, role: 'viewer', inPerson: true, replacesPassword: true },
  ({ person, body }) => changePassword(person, body),
);

import { changing, reading } from '#lib/http/route.ts';
import { profileForm, renameSelf } from '#lib/session/profile.ts';

/** Who asks, with what role. */
export const GET = reading(async ({ person: { id, name, email, role } }) => ({ id, name, email, role }));

export const PATCH = changing<Record<never, never>, typeof profileForm>(
  { action: 'profile.edit', body: profileForm, role: 'viewer', inPerson: true },
  ({ person, body }) => renameSelf(person, body),
);

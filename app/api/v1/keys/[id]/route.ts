import { changing } from '#lib/http/route.ts';
import { revokeKey } from '#lib/session/keys.ts';

/** One's own, or for administrators anybody's. It ends at once. */
export const DELETE = changing<{ readonly id: string }>({ action: 'key.revoke', role: 'viewer', inPerson: true }, ({ person, params }) =>
  revokeKey(person, params.id),
);

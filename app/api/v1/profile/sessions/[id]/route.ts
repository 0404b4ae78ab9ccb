import { changing } from '#lib/http/route.ts';
import { endSessions } from '#lib/session/profile.ts';

export const DELETE = changing<{ readonly id: string }>(
  { action: 'profile.end-session', role: 'viewer', inPerson: true },
  ({ person, params }) => endSessions(person, params.id),
);

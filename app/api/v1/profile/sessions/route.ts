import { changing, reading } from '#lib/http/route.ts';
import { endSessions, listSessions } from '#lib/session/profile.ts';

export const GET = reading(({ person }) => listSessions(person));

/** Signs the person out everywhere else. */
export const DELETE = changing({ action: 'profile.end-sessions', role: 'viewer', inPerson: true }, ({ person }) =>
  endSessions(person, null),
);

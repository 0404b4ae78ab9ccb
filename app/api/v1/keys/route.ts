import { changing, reading } from '#lib/http/route.ts';
import { createKey, keyForm, listKeys } from '#lib/session/keys.ts';
import { roleTooWeak } from '#lib/session/refusals.ts';

/** One's own; `?all=true`, for administrators, everybody's. */
export const GET = reading(({ person, url }) => {
  const all = url.searchParams.get('all') === 'true';
  if (all && person.role !== 'admin') throw roleTooWeak('admin');
  return listKeys(all ? null : person.id);
});

/** Answers with the key; it is not told again. */
export const POST = changing<Record<never, never>, typeof keyForm>(
  { action: 'key.create', body: keyForm, role: 'viewer', inPerson: true, detail: ({ body }) => ({ role: body.role }) },
  ({ person, body }) => createKey(person, body),
);

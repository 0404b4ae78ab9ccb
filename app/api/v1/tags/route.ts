import { changing, reading } from '#lib/http/route.ts';
import { listTags, saveTag, tagForm } from '#lib/label/tags.ts';

export const GET = reading(() => listTags());

export const POST = changing<Record<never, never>, typeof tagForm>({ action: 'tag.create', body: tagForm, role: 'admin' }, ({ body }) =>
  saveTag(null, body),
);

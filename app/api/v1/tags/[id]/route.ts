import { changing } from '#lib/http/route.ts';
import { removeTag, saveTag, tagForm } from '#lib/label/tags.ts';

type Params = { readonly id: string };

export const PUT = changing<Params, typeof tagForm>({ action: 'tag.edit', body: tagForm, role: 'admin' }, ({ params, body }) =>
  saveTag(params.id, body),
);

export const DELETE = changing<Params>({ action: 'tag.remove', role: 'admin' }, ({ params }) => removeTag(params.id));

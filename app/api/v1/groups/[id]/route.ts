import { changing } from '#lib/http/route.ts';
import { groupForm, removeGroup, saveGroup } from '#lib/label/groups.ts';

type Params = { readonly id: string };

export const PUT = changing<Params, typeof groupForm>({ action: 'group.edit', body: groupForm, role: 'admin' }, ({ params, body }) =>
  saveGroup(params.id, body),
);

export const DELETE = changing<Params>({ action: 'group.remove', role: 'admin' }, ({ params }) => removeGroup(params.id));

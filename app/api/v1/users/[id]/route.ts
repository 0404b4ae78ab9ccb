import { changing } from '#lib/http/route.ts';
import { changeUser, removeUser, userChange } from '#lib/session/users.ts';

type Params = { readonly id: string };

/** Another role, disabled or enabled; the last administrator stays one. */
export const PATCH = changing<Params, typeof userChange>(
  {
    action: 'user.edit',
    body: userChange,
    role: 'admin',
    inPerson: true,
    detail: ({ body: { role, disabled } }) => ({
      ...(role === undefined ? {} : { role }),
      ...(disabled === undefined ? {} : { disabled: String(disabled) }),
    }),
  },
  ({ params, body }) => changeUser(params.id, body),
);

export const DELETE = changing<Params>({ action: 'user.remove', role: 'admin', inPerson: true }, ({ params }) => removeUser(params.id));

import { connectionForm, removeConnection } from '#lib/connection/connections.ts';
import { changing } from '#lib/http/route.ts';
import { editConnection } from '#lib/task/recheck.ts';

type Params = { readonly id: string };

/** A password that is left out stays the stored one. */
export const PUT = changing<Params, typeof connectionForm>({ action: 'connection.edit', body: connectionForm }, ({ params, body }) =>
  editConnection(params.id, body),
);

export const DELETE = changing<Params>({ action: 'connection.remove' }, ({ params }) => removeConnection(params.id));

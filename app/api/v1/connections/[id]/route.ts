import { connectionForm, removeConnection, saveConnection } from '#lib/connection/connections.ts';
import { changing } from '#lib/http/route.ts';

type Params = { readonly id: string };

/** A password that is left out stays the stored one. */
export const PUT = changing<Params, typeof connectionForm>({ action: 'connection.edit', body: connectionForm }, ({ params, body }) =>
  saveConnection(params.id, body),
);

export const DELETE = changing<Params>({ action: 'connection.remove' }, ({ params }) => removeConnection(params.id));

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { User } from '../catalog/users.ts';
import type { Cluster } from '../cluster.ts';
import { StreamLoad } from '../load/stream-load.ts';
import { endTransaction } from '../load/two-phase.ts';
import type { Certificate } from './certificate.ts';
import { answerAndClose, answerJson, credentials, pathOf, queryOf } from './request.ts';

/** A backend's HTTP side. It answers 200 to nearly everything; what happened is in the body. */
export function backendServer(cluster: Cluster, address: () => string, certificate: Certificate | null = null): Server {
  const scheme = certificate === null ? 'http' : 'https';
  const loads = new StreamLoad(cluster, (file) => `${scheme}://${address()}/api/_load_error_log?file=${file}`);
  // A request with both lengths must reach the rule that refuses it.
  const options = { insecureHTTPParser: true, requestTimeout: 0 };
  const server = certificate === null ? createServer(options) : createTlsServer({ ...certificate, ...options });
  server.on('request', (request, response) => serve(cluster, loads, request, response, false));
  server.on('checkContinue', (request, response) => serve(cluster, loads, request, response, true));
  return server;
}

function serve(cluster: Cluster, loads: StreamLoad, request: IncomingMessage, response: ServerResponse, waits: boolean) {
  const [api, first = '', second = '', third] = pathOf(request);
  if (api !== 'api') return notFound(response);
  if (request.method === 'GET' && first === 'health') return answerJson(response, { status: 'OK', msg: 'OK' });
  if (request.method === 'GET' && first === '_load_error_log') return errorLog(cluster, request, response);
  if (request.method !== 'PUT') return notFound(response);
  const twoPhase = second === '_stream_load_2pc' || third === '_stream_load_2pc';
  if (!twoPhase && third !== '_stream_load') return notFound(response);
  const given = credentials(request);
  if (given === null) return answerAndClose(response, 'no valid Basic authorization', 401);
  const user = cluster.users.login(given.name, given.password);
  if (user === null || user.expired) return denied(response, given.name);
  if (twoPhase) return answerJson(response, endTransaction(cluster, first, request.headers));
  // A request that was read to its end no longer knows its socket.
  const { socket } = request;
  receive(loads, user, first, second, request, response, waits).catch((error: unknown) => {
    console.error(error);
    socket.destroy();
  });
}

async function receive(
  loads: StreamLoad,
  user: User,
  database: string,
  table: string,
  request: IncomingMessage,
  response: ServerResponse,
  waits: boolean,
): Promise<void> {
  const { socket } = request;
  const accepted = loads.accept(request, user, database, table);
  if (typeof accepted === 'string') return answerAndClose(response, accepted);
  if (waits) response.writeContinue();
  const ending = await loads.load(accepted, request);
  if ('broken' in ending) socket.destroy();
  else if (request.complete) answerJson(response, ending.answer);
  else answerAndClose(response, ending.answer);
}

function errorLog(cluster: Cluster, request: IncomingMessage, response: ServerResponse): void {
  const log = cluster.errorLogs.get(queryOf(request).get('file') ?? '');
  response.writeHead(log === undefined ? 404 : 200, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(log ?? 'file not exist');
}

function denied(response: ServerResponse, name: string): void {
  const message = `[NOT_AUTHORIZED]Access denied for user '${name}@127.0.0.1' (using password: YES)`;
  answerAndClose(
    response,
    JSON.stringify(
      {
        TxnId: -1,
        Label: '',
        Comment: '',
        TwoPhaseCommit: 'false',
        Status: 'Fail',
        Message: message,
        NumberTotalRows: 0,
        NumberLoadedRows: 0,
        NumberFilteredRows: 0,
        NumberUnselectedRows: 0,
        LoadBytes: 0,
        LoadTimeMs: 0,
      },
      null,
      4,
    ),
  );
}

function notFound(response: ServerResponse): void {
  answerAndClose(response, 'Not Found', 404);
}

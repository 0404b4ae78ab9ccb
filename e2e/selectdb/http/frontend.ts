import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { may, type User } from '../catalog/users.ts';
import type { Cluster } from '../cluster.ts';
import type { Certificate } from './certificate.ts';
import { control } from './control.ts';
import { answerAndClose, answerJson, type Credentials, credentials, pathOf, queryOf } from './request.ts';
import { changesLightly, schemaOf } from './schema.ts';

const FAILED = (msg: string) => ({ status: 'FAILED', msg });
const UNAUTHORIZED = (data: string) => ({ msg: 'Unauthorized', code: 401, data, count: 0 });
const OK = (data: unknown) => ({ msg: 'success', code: 0, data, count: 0 });

/** A frontend's HTTP side: it leads loads to a backend, and answers questions about labels and tables. */
export function frontendServer(cluster: Cluster, certificate: Certificate | null = null): Server {
  const server = certificate === null ? createServer({ requestTimeout: 0 }) : createTlsServer({ ...certificate, requestTimeout: 0 });
  const handle = (expects: boolean) => (request: IncomingMessage, response: ServerResponse) => serve(cluster, request, response, expects);
  server.on('request', handle(false));
  server.on('checkContinue', handle(true));
  return server;
}

function serve(cluster: Cluster, request: IncomingMessage, response: ServerResponse, expects: boolean) {
  const path = pathOf(request);
  if (path[0] === '_emulator') return control(cluster, path, request, response);
  if (path[0] !== 'api') return answerAndClose(response, 'Not Found', 404);
  const [, first = '', second = '', third] = path;
  if (request.method === 'GET' && first === 'health') return health(cluster, response);
  if (request.method === 'GET' && first === 'bootstrap') return answerJson(response, OK(null));
  const load = third === '_stream_load';
  const twoPhase = second === '_stream_load_2pc' || third === '_stream_load_2pc';
  if (request.method === 'PUT' && load && !expects) return answerAndClose(response, FAILED('There is no 100-continue header'));
  const given = credentials(request);
  const user = given === null ? null : cluster.users.login(given.name, given.password);
  if (given === null) return answerAndClose(response, UNAUTHORIZED('Need auth information.'));
  if (user === null)
    return answerAndClose(response, UNAUTHORIZED(`Access denied for user '${given.name}@127.0.0.1' (using password: YES)`));
  if (user.expired) return answerAndClose(response, UNAUTHORIZED('Your password has expired.'));
  if (request.method === 'PUT' && load) return redirectLoad(cluster, user, given, first, second, request, response);
  if (request.method === 'PUT' && twoPhase) return redirect(cluster, given, request, response);
  if (request.method === 'GET' && second === 'get_load_state') return loadState(cluster, user, first, request, response);
  if (request.method === 'GET' && third === '_schema') return answerJson(response, schemaOf(cluster, user, first, second));
  if (request.method === 'GET' && first === 'enable_light_schema_change')
    return changesLightly(cluster, second, third ?? '', request, response);
  answerAndClose(response, 'Not Found', 404);
}

function health({ backends, aliveBackends }: Cluster, response: ServerResponse): void {
  answerJson(response, OK({ online_backend_num: aliveBackends, total_backend_num: backends.length }));
}

/** Rule F1. */
function redirectLoad(
  cluster: Cluster,
  user: User,
  given: Credentials,
  database: string,
  table: string,
  request: IncomingMessage,
  response: ServerResponse,
) {
  if (!may(user, 'Load', database, table)) {
    return answerAndClose(response, UNAUTHORIZED('Access denied; you need (at least one of) the LOAD privilege(s) for this operation'));
  }
  const mode = request.headers.group_commit;
  if (mode !== undefined && !/^(sync_mode|async_mode|off_mode)$/i.test(String(mode))) {
    return answerAndClose(response, FAILED('Header `group_commit` can only be `sync_mode`, `async_mode` or `off_mode`.'));
  }
  const fault = cluster.faults.take('frontend', table);
  if (fault?.kind === 'refuse') return answerAndClose(response, FAILED(fault.message));
  const problem = cluster.settings.cloud ? computeGroupProblem(cluster, user, request) : null;
  if (problem !== null) return answerAndClose(response, FAILED(problem));
  redirect(cluster, given, request, response, fault?.kind === 'dead backend');
}

function computeGroupProblem({ computeGroups }: Cluster, user: User, { headers }: IncomingMessage): string | null {
  const given = headers.cloud_cluster ?? headers.compute_group;
  const name = given === undefined ? [...user.clusters].find((one) => computeGroups.includes(one)) : String(given);
  if (name === undefined) return 'No cloud cluster name selected.';
  if (!computeGroups.includes(name)) return `Cluster ${name} not exist`;
  const allowed = user.global.has('Admin') || user.clusters.has(name) || user.clusters.has('%');
  return allowed ? null : `USAGE denied to user '${user.name}'@'127.0.0.1' for cloud cluster '${name}'`;
}

/** The credentials stand in the address, and a question mark behind it. */
function redirect(cluster: Cluster, given: Credentials, request: IncomingMessage, response: ServerResponse, dead = false) {
  const backend = cluster.backends.find(({ alive }) => alive);
  if (backend === undefined) return answerAndClose(response, FAILED('No backend load available, policy: cluster|query|load|schedule|tags'));
  const user = `${encodeURIComponent(given.name)}:${encodeURIComponent(given.password)}`;
  const port = dead ? DEAD_PORT : backend.port;
  const [path] = (request.url ?? '/').split('?');
  response.writeHead(307, {
    location: `${cluster.backendScheme}://${user}@${backend.host}:${port}${path}?`,
    connection: 'close',
    'content-length': 0,
  });
  response.end();
}

/** The discard service: nobody listens there. */
const DEAD_PORT = 9;

function loadState(cluster: Cluster, user: User, databaseName: string, request: IncomingMessage, response: ServerResponse) {
  const database = cluster.databases.get(databaseName);
  if (database === undefined)
    return answerJson(response, { msg: 'Error', code: 1, data: `unknown database, database=${databaseName}`, count: 0 });
  const label = queryOf(request).get('label') ?? '';
  if (label === '') return answerJson(response, { msg: 'Error', code: 1, data: 'No label selected.', count: 0 });
  database.transactions.sweep();
  const found = database.transactions.byLabel(label);
  if (found !== null && !may(user, 'Load', databaseName, found.table.name)) return answerJson(response, UNAUTHORIZED('Access denied'));
  answerJson(response, OK(found?.state ?? 'UNKNOWN'));
}

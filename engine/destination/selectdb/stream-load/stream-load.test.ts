import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { selectdbEndpoint } from '../../../task/config.ts';
import { readAnswer, readLabelState } from './answer.ts';
import { StreamLoads } from './client.ts';
import { Labels } from './label.ts';
import { readRejected } from './rejected.ts';
import { BrokenLoad, putRows } from './request.ts';

const said = (body: object, status = 200) => readAnswer({ status, text: JSON.stringify(body) });
const TABLE = { schema: 's', name: 't' };

test.each([
  [
    { Status: 'Success', Message: 'OK', NumberLoadedRows: 7 },
    { kind: 'loaded', rows: 7 },
  ],
  [
    { Status: 'Publish Timeout', NumberLoadedRows: 7 },
    { kind: 'loaded', rows: 7 },
  ],
  [
    { Status: 'Label Already Exists', ExistingJobStatus: 'FINISHED' },
    { kind: 'taken', job: 'FINISHED' },
  ],
  [
    { Status: 'Label Already Exists', ExistingJobStatus: 'RUNNING' },
    { kind: 'taken', job: 'RUNNING' },
  ],
  [
    { Status: 'Fail', Message: '[E-235]failed to init rowset builder. version count: 2001, exceed limit: 2000, tablet: 1' },
    { kind: 'crowded' },
  ],
  [{ Status: 'Fail', Message: 'current running txns on db 1 is 100, larger than limit 100' }, { kind: 'crowded' }],
  [{ Status: 'Fail', Message: 'tablet writer write failed' }, { kind: 'passing' }],
  [{ Status: 'Fail', Message: '[ANALYSIS_ERROR]There is no sequence column in the table t' }, { kind: 'refused' }],
  [
    { Status: 'Fail', Message: '[DATA_QUALITY_ERROR]too many filtered rows', ErrorURL: 'http://be:8040/e', FirstErrorMsg: 'first' },
    { kind: 'rows', url: 'http://be:8040/e', first: 'first' },
  ],
  [{ status: 'FAILED', msg: 'There is no 100-continue header' }, { kind: 'refused' }],
  [{ status: 'FAILED', msg: 'Access denied; you need (at least one of) the (LOAD) privilege(s) for this operation' }, { kind: 'denied' }],
  [{ msg: 'Unauthorized', code: 401, data: 'Access denied for root@127.0.0.1', count: 0 }, { kind: 'denied' }],
])('%j', (body, wanted) => {
  expect(said(body)).toMatchObject(wanted);
});

test('what is no answer of a load is unclear, and a server that is not ready passes', () => {
  expect(readAnswer({ status: 200, text: '<html>' })).toMatchObject({ kind: 'unclear' });
  expect(readAnswer({ status: 200, text: '' })).toMatchObject({ kind: 'unclear' });
  expect(readAnswer({ status: 503, text: '' })).toMatchObject({ kind: 'passing' });
});

test('labels are asked for by their states', () => {
  const state = (data: string) => readLabelState({ status: 200, text: JSON.stringify({ code: 0, data }) });
  expect(['VISIBLE', 'COMMITTED', 'PREPARE', 'PRECOMMITTED', 'ABORTED', 'UNKNOWN', 'else'].map(state)).toEqual([
    'visible',
    'committed',
    'open',
    'open',
    'aborted',
    'unknown',
    null,
  ]);
  expect(readLabelState({ status: 200, text: '{"msg":"Unauthorized","code":401}' })).toBeNull();
});

test('labels have few letters, and no two are the same', () => {
  const id = JSON.stringify(['模式', 'a table "with" everything'.repeat(20)]);
  const labels = [new Labels('task 你好'), new Labels('task 你好'), new Labels('other')].flatMap((one) => [
    one.slice(id, 12345, null),
    one.slice(id, 12345, null),
    one.changes(id, { from: null, to: null }),
  ]);
  for (const label of labels) expect(label).toMatch(/^[-_A-Za-z0-9:]{1,128}$/);
  expect(new Set(labels).size).toBe(labels.length);
});

test('an error log tells the row, the column and the reason', () => {
  const log =
    'Reason: column_name[v], the length of input is too long than schema. first 32 bytes of input str: [xx] schema length: 4; actual length: 9; . src line [{"id":"7","v":"too long!"}]; \n';
  expect(readRejected(log)).toEqual({
    reason: expect.stringContaining('the length of input is too long'),
    column: 'v',
    row: { id: '7', v: 'too long!' },
  });
  expect(readRejected('column(v) value is incorrect while strict mode is true, src value is abc')).toMatchObject({
    column: 'v',
    row: null,
  });
  expect(readRejected('Reason: whatever. src line [not json];')).toMatchObject({ reason: 'whatever', column: null, row: null });
});

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function listening(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function* rows(): AsyncGenerator<Buffer> {
  yield Buffer.from('{"id":"1"}\n');
  yield Buffer.from('{"id":"2"}\n');
}

const at = (httpPort: number) =>
  selectdbEndpoint.parse({ type: 'selectdb', host: '127.0.0.1', httpPort, user: 'u@x', password: 'p:w', computeGroup: '组' });
const PATH = `/api/${TABLE.schema}/${TABLE.name}/_stream_load`;

test('rows go to the backend FE names, when it asks for them, with the account of the task', async () => {
  const seen: { body: string; authorization: string | undefined; group: string }[] = [];
  const backend = createServer();
  backend.on('checkContinue', (request, response) => {
    response.writeContinue();
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      const group = Buffer.from(String(request.headers.compute_group), 'latin1').toString('utf8');
      seen.push({ body, authorization: request.headers.authorization, group });
      response.end('{"Status":"Success"}');
    });
  });
  const backendPort = await listening(backend);
  const frontend = createServer();
  frontend.on('checkContinue', (_, response) =>
    response.writeHead(307, { location: `http://other:secret@127.0.0.1:${backendPort}${PATH}?` }).end(),
  );
  const reply = await putRows(at(await listening(frontend)), PATH, { label: 'l' }, rows());
  expect(reply).toEqual({ status: 200, text: '{"Status":"Success"}' });
  const authorization = `Basic ${Buffer.from('u@x:p:w').toString('base64')}`;
  expect(seen).toEqual([{ body: '{"id":"1"}\n{"id":"2"}\n', authorization, group: '组' }]);
});

test('the account goes nowhere but to the same load, and rows stay whole where nobody asked for them', async () => {
  const asked: string[] = [];
  const stranger = await listening(createServer((request, response) => response.end(asked.push(request.url ?? '').toString())));
  const frontend = createServer();
  frontend.on('checkContinue', (_, response) => response.writeHead(307, { location: `http://127.0.0.1:${stranger}/else` }).end());
  const port = await listening(frontend);
  const failed = putRows(at(port), PATH, {}, rows());
  await expect(failed).rejects.toThrow(BrokenLoad);
  await expect(failed).rejects.toMatchObject({ sent: false, place: `127.0.0.1:${port}` });
  expect(asked).toEqual([]);
});

test('an FE that takes no rows is told at once, and asked once', async () => {
  let asked = 0;
  const deaf = createTcpServer((socket) => {
    asked += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
  const { port } = deaf.address() as AddressInfo;
  const signal = new AbortController().signal;
  const order = { label: 'l', headers: {}, body: Buffer.from('{}\n'), rows: () => 1, key: [], appends: true, table: TABLE };
  const session = { query: () => Promise.reject(new Error('It is not asked what became of it')) };
  const failed = { code: 'connect.http-unreachable', retry: 'soon', connection: true, side: 'destination' };
  await expect(new StreamLoads(at(port), session, signal).load(order)).rejects.toMatchObject(failed);
  expect(asked).toBe(1);
  await new Promise((resolve) => deaf.close(resolve));
  await expect(new StreamLoads(at(port), session, signal).load(order)).rejects.toMatchObject(failed);
});

test('a backend that breaks off after it asked leaves the load unclear', async () => {
  const frontend = createServer();
  frontend.on('checkContinue', (request, response) => {
    response.writeContinue();
    request.on('data', () => request.socket.destroy());
  });
  await expect(putRows(at(await listening(frontend)), PATH, {}, rows())).rejects.toMatchObject({ sent: true });
});

test('an answer that comes before all rows ends the sending', async () => {
  const frontend = createServer();
  frontend.on('checkContinue', (_, response) => {
    response.writeContinue();
    response.end('{"Status":"Fail"}');
  });
  let isEnded = false;
  async function* endless(): AsyncGenerator<Buffer> {
    try {
      for (;;) yield Buffer.alloc(65_536, 0x20);
    } finally {
      isEnded = true;
    }
  }
  const reply = await putRows(at(await listening(frontend)), PATH, {}, endless());
  expect(reply.text).toBe('{"Status":"Fail"}');
  await expect.poll(() => isEnded).toBe(true);
});

test('a backend that takes no more rows, and says nothing, is given up', async () => {
  const frontend = createServer();
  // The body is not read.
  frontend.on('checkContinue', (_, response) => response.writeContinue());
  const port = await listening(frontend);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    let isBegun = false;
    let isOver = false;
    async function* endless(): AsyncGenerator<Buffer> {
      isBegun = true;
      for (;;) yield Buffer.alloc(65_536, 0x20);
    }
    const put = putRows(at(port), PATH, {}, endless()).finally(() => {
      isOver = true;
    });
    put.catch(() => {});
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    while (!isBegun) await turn();
    for (let minutes = 0; minutes < 1_000 && !isOver; minutes += 1) {
      await vi.advanceTimersByTimeAsync(60_000);
      await turn();
    }
    expect(isOver).toBe(true);
    await expect(put).rejects.toMatchObject({ sent: true });
  } finally {
    vi.useRealTimers();
  }
});

import { type ErrorReport, reportOf } from '../../errors.ts';
import type { Diagnosis, Stage, StageResult } from '../../precheck/diagnose.ts';
import type { SelectDbEndpoint } from '../../task/config.ts';
import { type Text, text } from '../../text.ts';
import { grantsOf } from './grants.ts';
import { httpFault } from './http-health.ts';
import { openSelectDbSession, type SelectDbSession } from './session.ts';

const ORDER: readonly Stage[] = ['name', 'port', 'tls', 'login', 'database', 'privilege', 'replication'];

/** Where on its way a connection ended, by what was said. */
const STAGE_OF: Readonly<Record<string, Stage>> = {
  'connect.name': 'name',
  'connect.port': 'port',
  'connect.unreachable': 'port',
  'connect.lost': 'port',
  'connect.http-port': 'port',
  'connect.tls': 'tls',
  'connect.https-plain': 'port',
  'connect.https-certificate': 'tls',
  'connect.tls-unsupported': 'tls',
  'connect.http-login': 'login',
  'connect.compute-group': 'database',
};

interface Seen {
  readonly details: Readonly<Partial<Record<Stage, Text>>>;
  readonly failed: { readonly stage: Stage; readonly error: ErrorReport } | null;
}

/** Tests both ports of FE, the login and what answers there. Never rejects for the server's sake. */
export async function diagnoseSelectDb(endpoint: SelectDbEndpoint): Promise<Diagnosis> {
  const { details, failed } = await walk(endpoint);
  const end = failed === null ? ORDER.length : ORDER.indexOf(failed.stage);
  const stages = ORDER.map((stage, index): StageResult => {
    if (stage === failed?.stage) return { stage, state: 'failed', detail: null, error: failed.error };
    if (index > end) return { stage, state: 'skipped', detail: null, error: null };
    const reason = without(endpoint)[stage];
    if (reason !== undefined) return { stage, state: 'skipped', detail: reason, error: null };
    return { stage, state: 'passed', detail: details[stage] ?? text('Passed', '通过'), error: null };
  });
  return { ok: failed === null, stages };
}

/** The stages that this connection does without. */
function without({ tls }: SelectDbEndpoint): Readonly<Partial<Record<Stage, Text>>> {
  return {
    ...(tls.mode === 'disable' ? { tls: text('No encryption was chosen', '未选择加密连接') } : {}),
    replication: text('A destination is not followed', '目标库无需读取日志'),
  };
}

async function walk(endpoint: SelectDbEndpoint): Promise<Seen> {
  const { host, port, httpPort, user } = endpoint;
  const http = endpoint.https === true ? 'HTTPS' : 'HTTP';
  const details = {
    name: text(`${host} has an address`, `${host} 可以解析`),
    port: text(`${port} answers the MySQL protocol, ${httpPort} answers ${http}`, `${port} 为MySQL协议端口，${httpPort} 为${http}端口`),
    tls: text('The connection is encrypted', '连接已加密'),
    login: text(`The server accepts the account ${user}`, `服务器接受账号 ${user}`),
  };
  try {
    await using session = await openSelectDbSession(endpoint);
    const http = await httpFault(endpoint);
    if (http !== null) return { details, failed: { stage: STAGE_OF[http.code] ?? 'port', error: http } };
    return { details: { ...details, ...(await lookAround(session)) }, failed: null };
  } catch (error) {
    const report = forPerson(reportOf(error));
    return { details, failed: { stage: STAGE_OF[report.code] ?? 'login', error: report } };
  }
}

/** No task runs here that would try again by itself. */
function forPerson(report: ErrorReport): ErrorReport {
  if (report.code !== 'connect.lost') return report;
  return { ...report, hint: text('Check that FE runs and is ready; then test again.', '请确认FE正在运行且已就绪，然后重新测试。') };
}

async function lookAround(session: SelectDbSession): Promise<Readonly<Partial<Record<Stage, Text>>>> {
  const [row] = await session.query('select @@version_comment');
  const banner = Object.values(row ?? {})[0] ?? '';
  const grants = grantsOf(await session.query('show grants'));
  const words = [...new Set(grants.flatMap(({ privileges }) => privileges))].join(', ');
  return {
    database: text(`The server is ${banner}`, `服务器为 ${banner}`),
    privilege: text(`Rights: ${words === '' ? 'none' : words}`, `权限：${words === '' ? '无' : words}`),
  };
}

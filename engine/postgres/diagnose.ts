import type pg from 'pg';
import { within } from '../deadline.ts';
import { type EngineError, type ErrorReport, reportOf } from '../errors.ts';
import type { Diagnosis, Stage, StageResult } from '../precheck/diagnose.ts';
import type { PostgresEndpoint } from '../task/config.ts';
import { enterDatabase, logIn } from './diagnose/login.ts';
import { reachBastion, reachPort, resolveName } from './diagnose/reach.ts';
import { checkPrivilege, checkReplication } from './diagnose/rights.ts';
import { shakeHands } from './diagnose/tls.ts';
import { type ConnectionUse, failure, type Outcome, startWalk, type Walk } from './diagnose/walk.ts';
import { translate } from './errors.ts';

const STAGE_TIMEOUT_MS = 10_000;

/** In the order they can fail: each needs what the one before it found. */
const STAGES: { readonly [S in Stage]: (walk: Walk, signal: AbortSignal) => Promise<Outcome> } = {
  bastion: reachBastion,
  name: resolveName,
  port: reachPort,
  tls: shakeHands,
  login: logIn,
  database: enterDatabase,
  privilege: (walk) => checkPrivilege(walk, clientOf(walk)),
  replication: (walk) => checkReplication(walk, clientOf(walk)),
};
const ORDER: readonly Stage[] = ['bastion', 'name', 'port', 'tls', 'login', 'database', 'privilege', 'replication'];

/**
 * Tests a connection stage by stage and tells the first that fails, with reason and advice; later stages are skipped. A skipped
 * stage with a detail does not apply, one without was not reached. Never rejects for the server's sake; each stage is bounded.
 */
export async function diagnosePostgres(
  endpoint: PostgresEndpoint,
  use: ConnectionUse,
  stageTimeoutMs: number = STAGE_TIMEOUT_MS,
): Promise<Diagnosis> {
  const walk = startWalk(endpoint, use);
  const stages: StageResult[] = [];
  try {
    for (const stage of ORDER) {
      if (stage === 'bastion' && endpoint.ssh === undefined) continue;
      const failed = stages.some(({ state }) => state === 'failed');
      stages.push(failed ? { stage, state: 'skipped', detail: null, error: null } : await runStage(stage, walk, stageTimeoutMs));
    }
  } finally {
    walk.client?.end().catch(() => {});
  }
  return { ok: stages.every(({ state }) => state !== 'failed'), stages };
}

async function runStage(stage: Stage, walk: Walk, timeoutMs: number): Promise<StageResult> {
  try {
    if (walk.ahead?.stage === stage) throw walk.ahead.error;
    const outcome = await inTime(stage, walk, timeoutMs);
    return { stage, ...outcome, error: null };
  } catch (error) {
    return { stage, state: 'failed', detail: null, error: forPerson(reportOf(translate(error, walk.scope))) };
  }
}

const BASTION_LOST = {
  en: 'Check that the port is the one of an SSH server, and that the bastion does not close connections of this host; then test again.',
  zh: '请确认该端口为 SSH 服务端口，且堡垒机没有断开来自本机的连接，然后重新测试。',
};

/** No task runs here that would try again by itself. */
function forPerson(report: ErrorReport): ErrorReport {
  if (report.code === 'bastion.lost') return { ...report, hint: BASTION_LOST };
  if (report.code !== 'connect.lost') return report;
  const hint = {
    en: 'Check that the server runs and is ready, and that nothing in between closes the connection; then test again.',
    zh: '请确认服务器正在运行且已就绪，且没有中间设备断开连接，然后重新测试。',
  };
  return { ...report, hint };
}

async function inTime(stage: Stage, walk: Walk, timeoutMs: number): Promise<Outcome> {
  const stop = new AbortController();
  try {
    return await within(STAGES[stage](walk, stop.signal), timeoutMs, () => lateFailure(stage, walk, timeoutMs));
  } finally {
    stop.abort();
  }
}

function lateFailure(stage: Stage, walk: Walk, timeoutMs: number): EngineError {
  const seconds = Math.round(timeoutMs / 100) / 10;
  const { en, zh } = walk.place;
  if (stage === 'port') return translate(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' }), walk.scope);
  return failure(walk, {
    code: stage === 'name' ? 'connect.name' : 'connect.silent',
    message: {
      en:
        stage === 'name'
          ? `The name ${walk.endpoint.host} was not resolved within ${seconds} s`
          : `The ${en} gave no answer within ${seconds} s`,
      zh: stage === 'name' ? `${seconds} 秒内未能解析主机名 ${walk.endpoint.host}` : `${zh}在 ${seconds} 秒内没有应答`,
    },
    hint: {
      en: 'Check that the address and port are those of PostgreSQL, and that no firewall or proxy holds the connection back.',
      zh: '请确认地址和端口属于PostgreSQL，且没有防火墙或代理拦截连接。',
    },
  });
}

function clientOf(walk: Walk): pg.Client {
  if (walk.client === null) throw new Error('A stage behind the login runs without a connection.');
  return walk.client;
}

import { EngineError, type EngineErrorInit } from '../errors.ts';
import { at, type ErrorScope, type Fault, OTHER, RULES, type Rule } from './error-rules.ts';

export { at, type ErrorScope } from './error-rules.ts';

/** Messages of servers that a value, or a row, is beyond the 1 GB of one piece; their codes are those of a fault inside the server. */
const TOO_LARGE = /invalid memory alloc request size|string buffer exceeds|array size exceeds the maximum allowed/;
const MOST_OF_PLACE = 200;

/** Turns an error of `pg`, of the socket or of TLS into the engine's, with side, object, retry policy and advice. */
export function translate(error: unknown, scope: ErrorScope): EngineError {
  if (error instanceof EngineError) return error;
  const fault = faultOf(error);
  const rule =
    RULES.find(({ match }) => match === fault.code) ??
    RULES.find(({ match }) => match.length === 2 && fault.code.startsWith(match) && isState(fault.code)) ??
    tlsRule(fault) ??
    OTHER;
  const init: EngineErrorInit = {
    code: rule.code,
    message: rule.message(scope, fault),
    hint: rule.hint(scope, fault),
    retry: rule.retry,
    side: scope.side,
    connection: rule.connection ?? false,
    cause: error,
  };
  return new EngineError(scope.object === undefined ? init : { ...init, object: scope.object });
}

function isState(code: string): boolean {
  return code.length === 5;
}

/** Node names TLS failures by many codes; what they share is that the certificate or handshake was not accepted. */
function tlsRule(fault: Fault): Omit<Rule, 'match'> | null {
  if (!/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO|HOSTNAME/.test(fault.code)) return null;
  return {
    code: 'connect.tls',
    retry: 'by-hand',
    message: (scope) => ({
      en: `The TLS handshake with the ${at(scope).en} failed: ${fault.message}`,
      zh: `与${at(scope).zh}的TLS握手失败：${fault.message}`,
    }),
    hint: () => ({
      en: 'Check the CA certificate, and with verify-full that the certificate names this host.',
      zh: '请检查CA证书；使用 verify-full 时证书须包含该主机名。',
    }),
  };
}

function faultOf(error: unknown): Fault {
  if (!(error instanceof Error)) return { code: 'UNKNOWN', message: String(error), detail: '', place: '' };
  // Happy-eyeballs connecting reports one error an address.
  if (error instanceof AggregateError && error.errors.length > 0) return faultOf(error.errors[0]);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : codeOfMessage(error.message);
  const detail = 'detail' in error && typeof error.detail === 'string' ? error.detail : '';
  const where = 'where' in error && typeof error.where === 'string' ? error.where : '';
  const place = where.startsWith('COPY ') ? where.slice(0, MOST_OF_PLACE) : '';
  const known = TOO_LARGE.test(error.message) ? '54000' : isClosed(error, code) ? 'CLOSED' : code;
  return { code: known, message: error.message, detail, place };
}

/** The code alone says of many things that they are not ready; what looks at the database when a session begins names itself. */
function isClosed(error: Error, code: string): boolean {
  return code === '55000' && 'routine' in error && error.routine === 'CheckMyDatabase';
}

/** pg reports a few connection failures by message only. */
function codeOfMessage(message: string): string {
  if (/does not support SSL/i.test(message)) return 'NOTLS';
  if (/timeout/i.test(message)) return 'TIMEOUT';
  if (/terminated|not queryable|Connection ended|closed the connection/i.test(message)) return 'ENDED';
  if (/SCRAM|password/i.test(message)) return '28P01';
  return 'UNKNOWN';
}

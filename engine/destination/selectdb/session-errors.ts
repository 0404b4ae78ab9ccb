import { EngineError, type EngineErrorInit } from '../../errors.ts';
import type { SelectDbEndpoint } from '../../task/config.ts';
import { type Text, text } from '../../text.ts';

export interface MysqlScope {
  readonly endpoint: SelectDbEndpoint;
  readonly object?: string;
}

interface Fault {
  /** Name of the driver's or the socket's error: `ECONNREFUSED`, `ER_ACCESS_DENIED_ERROR`. */
  readonly code: string;
  /** The server's number; 0 when the server said nothing. */
  readonly number: number;
  readonly message: string;
}

type Told = Pick<EngineErrorInit, 'code' | 'message' | 'hint' | 'retry' | 'connection'>;

export const at = ({ host, port }: SelectDbEndpoint) => `${host}:${port}`;

export const LOST = new Set(['ECONNRESET', 'EPIPE', 'PROTOCOL_CONNECTION_LOST', 'ER_SERVER_SHUTDOWN', 'ETIMEDOUT_QUERY']);
export const UNREACHABLE = new Set(['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH']);
const LOGIN = new Set([1044, 1045, 1698, 3118]);
const EXPIRED = new Set([1820, 1862, 4151]);
const TOO_MANY = new Set([1040, 1203, 1226]);
const RIGHT = new Set([1142, 1143, 1227, 1370]);
const THERE_IS_NONE = new Set([1051, 1109, 1146]);
/** A syntax error, a name or a definition that the server does not take: sending it again helps nobody. */
const REFUSED = new Set([1007, 1050, 1054, 1060, 1064, 1102, 1103, 1166, 1364, 5089]);

/** What Doris says in words only: nearly all of its errors have number 1105. */
const WORDS: readonly { readonly match: RegExp; readonly like: 'right' | 'busy' | 'missing' | 'database' | 'cluster' }[] = [
  { match: /Access denied; you need/i, like: 'right' },
  { match: /Unknown database/i, like: 'database' },
  { match: /Unknown table|table .* does not exist|Table \[.*\] does not exist/i, like: 'missing' },
  { match: /No (cloud )?cluster name selected|no compute group|cluster .* not exist|USAGE denied/i, like: 'cluster' },
  { match: /is not NORMAL|not master|no queryable replicas|timeout|timed out|lock/i, like: 'busy' },
];

/** Turns an error of the MySQL driver, of the socket or of SelectDB into the engine's, with object, retry policy and advice. */
export function translateMysql(error: unknown, scope: MysqlScope): EngineError {
  if (error instanceof EngineError) return error;
  const fault = faultOf(error);
  const told = connectionTold(fault, scope.endpoint) ?? statementTold(fault, scope);
  return new EngineError({ ...told, side: 'destination', cause: error, ...(scope.object === undefined ? {} : { object: scope.object }) });
}

function connectionTold({ code, number, message }: Fault, endpoint: SelectDbEndpoint): Told | null {
  const where = at(endpoint);
  const soon = { retry: 'soon', connection: true } as const;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return {
      code: 'connect.name',
      ...soon,
      message: text(`The destination host name ${endpoint.host} cannot be resolved`, `无法解析目标库的主机名 ${endpoint.host}`),
      hint: text('Check the spelling, or enter the IP address.', '请检查主机名拼写，或改填IP地址。'),
    };
  if (code === 'ECONNREFUSED')
    return {
      code: 'connect.port',
      ...soon,
      message: text(`Nothing accepts connections at the destination ${where}`, `目标库 ${where} 没有服务接受连接`),
      hint: text(
        'Check that this is the MySQL port of FE (query_port, 9030 unless changed), and that FE runs.',
        '请确认填写的是FE的MySQL协议端口（query_port，默认9030），且FE正在运行。',
      ),
    };
  if (UNREACHABLE.has(code))
    return {
      code: 'connect.unreachable',
      ...soon,
      message: text(`The destination ${where} cannot be reached`, `无法访问目标库 ${where}`),
      hint: text(
        'Check the address, the allowlist of the instance, the firewall and the route between this host and the server.',
        '请检查地址、实例白名单、防火墙以及到服务器的网络路由。',
      ),
    };
  if (LOST.has(code))
    return {
      code: 'connect.lost',
      ...soon,
      message: text(`The connection to the destination ${where} was lost: ${message}`, `与目标库 ${where} 的连接中断：${message}`),
      hint: text(
        'The task tries again by itself. If it goes on, check that FE runs and the network path is open.',
        '任务会自动重试。若持续出现，请检查FE是否运行、网络是否畅通。',
      ),
    };
  if (code === 'HANDSHAKE_NO_SSL_SUPPORT')
    return {
      code: 'connect.tls-unsupported',
      retry: 'by-hand',
      message: text(`The destination ${where} does not support TLS`, `目标库 ${where} 不支持TLS加密`),
      hint: text('Choose Non-encrypted, or switch on enable_ssl in FE.', '请选择“非加密”，或在FE中开启 enable_ssl。'),
    };
  if (/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO|HOSTNAME/.test(code))
    return {
      code: 'connect.tls',
      retry: 'by-hand',
      message: text(`The TLS handshake with the destination ${where} failed: ${message}`, `与目标库 ${where} 的TLS握手失败：${message}`),
      hint: text(
        'Check the CA certificate, and with verify-full that the certificate names this host.',
        '请检查CA证书；使用 verify-full 时证书须包含该主机名。',
      ),
    };
  return accountTold({ code, number, message }, endpoint);
}

function accountTold({ number, message }: Fault, endpoint: SelectDbEndpoint): Told | null {
  const where = at(endpoint);
  if (EXPIRED.has(number) || /password.*expired/i.test(message))
    return {
      code: 'connect.password-expired',
      retry: 'by-hand',
      message: text(
        `The password of ${endpoint.user} at ${where} has expired: ${message}`,
        `账号 ${endpoint.user} 在 ${where} 的密码已过期：${message}`,
      ),
      hint: text(
        `Set a new one as an administrator (SET PASSWORD FOR ${literalName(endpoint.user)} = PASSWORD('…')), then enter it here.`,
        `请由管理员设置新密码（SET PASSWORD FOR ${literalName(endpoint.user)} = PASSWORD('…')），并在此处填写。`,
      ),
    };
  if (LOGIN.has(number) && !/you need/i.test(message))
    return {
      code: 'connect.login',
      retry: 'by-hand',
      message: text(
        `The destination ${where} refused the login of ${endpoint.user}: ${message}`,
        `目标库 ${where} 拒绝账号 ${endpoint.user} 登录：${message}`,
      ),
      hint: text(
        'Check account and password, and that the account may log in from this host.',
        '请检查账号和密码，并确认该账号允许从本机登录。',
      ),
    };
  if (TOO_MANY.has(number))
    return {
      code: 'connect.too-many',
      retry: 'soon',
      connection: true,
      message: text(`The destination ${where} has no free connections: ${message}`, `目标库 ${where} 没有空闲连接：${message}`),
      hint: text(
        'Raise max_user_connections of the account (SET PROPERTY), or end idle sessions.',
        '请提高账号的 max_user_connections（SET PROPERTY），或结束空闲会话。',
      ),
    };
  return null;
}

function statementTold({ number, message }: Fault, { object }: MysqlScope): Told {
  const like = WORDS.find(({ match }) => match.test(message))?.like;
  const said = refusal(message, object);
  if (RIGHT.has(number) || like === 'right')
    return {
      code: 'right.missing',
      retry: 'by-hand',
      message: said,
      hint: text('Grant the account the missing privilege, then resume the task.', '请为账号授予缺少的权限，然后恢复任务。'),
    };
  if (number === 1049 || like === 'database')
    return {
      code: 'object.missing',
      retry: 'by-hand',
      message: said,
      hint: text(
        'Create the database, or choose Schema Migration so that the task makes it.',
        '请先创建该数据库，或选择“库表结构迁移”由任务创建。',
      ),
    };
  if (THERE_IS_NONE.has(number) || like === 'missing')
    return {
      code: 'object.missing',
      retry: 'by-hand',
      message: said,
      hint: text(
        'Create the table again, or take it out of the selected objects of a new task.',
        '请重新创建该表，或在新任务中将其移出已选对象。',
      ),
    };
  if (like === 'cluster')
    return {
      code: 'connect.compute-group',
      retry: 'by-hand',
      message: said,
      hint: text(
        'Name a compute cluster in the connection, and grant the account Usage_priv on it (GRANT USAGE_PRIV ON CLUSTER … TO …).',
        '请在连接信息中填写计算集群，并授予账号使用权限（GRANT USAGE_PRIV ON CLUSTER … TO …）。',
      ),
    };
  const retry = REFUSED.has(number) ? 'by-hand' : 'soon';
  return {
    code: retry === 'by-hand' ? 'statement.refused' : 'statement.failed',
    retry,
    message: said,
    hint:
      retry === 'by-hand'
        ? text('Mend the cause named by the server, then resume the task.', '请根据服务器给出的原因处理后恢复任务。')
        : text('The task tries again by itself.', '任务会自动重试。'),
  };
}

function refusal(message: string, object: string | undefined): Text {
  const on = object === undefined ? { en: '', zh: '' } : { en: ` on ${object}`, zh: `（对象 ${object}）` };
  return text(`The destination refused a statement${on.en}: ${message}`, `目标库拒绝执行语句${on.zh}：${message}`);
}

function literalName(user: string): string {
  return `'${user.replaceAll("'", "\\'")}'`;
}

/** What the driver, the socket or the server said. */
export function faultOf(error: unknown): Fault {
  if (!(error instanceof Error)) return { code: 'UNKNOWN', number: 0, message: String(error) };
  // Happy-eyeballs connecting reports one error an address.
  if (error instanceof AggregateError && error.errors.length > 0) return faultOf(error.errors[0]);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : codeOfMessage(error.message);
  const number = 'errno' in error && typeof error.errno === 'number' && error.errno > 0 ? error.errno : 0;
  return { code, number, message: error.message.replace(/^errCode = \d+, detailMessage = /, '') };
}

/** The driver reports a few by message only. */
function codeOfMessage(message: string): string {
  return /closed state|Connection lost/i.test(message) ? 'PROTOCOL_CONNECTION_LOST' : 'UNKNOWN';
}

import type { Retry, Side } from '../errors.ts';
import type { PostgresEndpoint } from '../task/config.ts';
import type { Text } from '../text.ts';

export interface ErrorScope {
  readonly side: Side;
  readonly endpoint?: PostgresEndpoint;
  /** The object being worked on, as the user names it. */
  readonly object?: string;
}

/** What of node's and the server's errors matters here. `code` is an errno name or a five-character SQLSTATE. */
export interface Fault {
  readonly code: string;
  readonly message: string;
  readonly detail: string;
  /** Where in a COPY it was: the line of the slice, the column, the beginning of its value. */
  readonly place: string;
}

export interface Rule {
  /** SQLSTATE, class (two characters) or errno name. */
  readonly match: string;
  readonly code: string;
  readonly retry: Retry;
  readonly connection?: boolean;
  readonly message: (scope: ErrorScope, fault: Fault) => Text;
  readonly hint: (scope: ErrorScope, fault: Fault) => Text;
}

const SIDE: Record<Side, Text> = {
  source: { en: 'source', zh: '源库' },
  destination: { en: 'destination', zh: '目标库' },
  task: { en: 'database', zh: '数据库' },
};

export const at = ({ side, endpoint }: ErrorScope): Text => {
  const place = endpoint === undefined ? '' : ` ${endpoint.host}:${endpoint.port}`;
  return { en: `${SIDE[side].en}${place}`, zh: `${SIDE[side].zh}${place}` };
};

const says = (scope: ErrorScope, fault: Fault): Text => {
  const on = scope.object === undefined ? { en: '', zh: '' } : { en: ` on ${scope.object}`, zh: `（对象 ${scope.object}）` };
  const more = [fault.detail, fault.place].filter((part) => part !== '').join('; ');
  const detail = more === '' ? '' : ` (${more})`;
  return {
    en: `The ${at(scope).en} refused a statement${on.en}: ${fault.message}${detail}`,
    zh: `${at(scope).zh}拒绝执行语句${on.zh}：${fault.message}${detail}`,
  };
};

const lost = (scope: ErrorScope, fault: Fault): Text => ({
  en: `The connection to the ${at(scope).en} was lost: ${fault.message}`,
  zh: `与${at(scope).zh}的连接中断：${fault.message}`,
});
const waitForServer = (): Text => ({
  en: 'The task tries again by itself. If it goes on, check that the server runs and the network path is open.',
  zh: '任务会自动重试。若持续出现，请检查服务器是否运行、网络是否畅通。',
});

/** One table says which errors are retried; keep it narrow: what is not listed is retried within *Retry Time for Other Issues*. */
export const RULES: readonly Rule[] = [
  {
    match: 'ENOTFOUND',
    code: 'connect.name',
    retry: 'soon',
    connection: true,
    message: ({ endpoint, side }) => ({
      en: `The ${SIDE[side].en} host name ${endpoint?.host ?? ''} cannot be resolved`,
      zh: `无法解析${SIDE[side].zh}的主机名 ${endpoint?.host ?? ''}`,
    }),
    hint: () => ({ en: 'Check the spelling, or enter the IP address.', zh: '请检查主机名拼写，或改填IP地址。' }),
  },
  {
    match: 'ECONNREFUSED',
    code: 'connect.port',
    retry: 'soon',
    connection: true,
    message: (scope) => ({ en: `Nothing accepts connections at the ${at(scope).en}`, zh: `${at(scope).zh}没有服务接受连接` }),
    hint: () => ({
      en: 'Check the port, that the server runs, and that its listen_addresses includes this address.',
      zh: '请检查端口、服务器是否运行，以及 listen_addresses 是否包含该地址。',
    }),
  },
  ...['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'TIMEOUT'].map(
    (match): Rule => ({
      match,
      code: 'connect.unreachable',
      retry: 'soon',
      connection: true,
      message: (scope) => ({ en: `The ${at(scope).en} cannot be reached`, zh: `无法访问${at(scope).zh}` }),
      hint: () => ({
        en: 'Check the address, the firewall and the route between this host and the server.',
        zh: '请检查地址、防火墙以及到服务器的网络路由。',
      }),
    }),
  ),
  ...['ECONNRESET', 'EPIPE', 'ENDED', '57P01', '57P02', '57P03', '08'].map(
    (match): Rule => ({ match, code: 'connect.lost', retry: 'soon', connection: true, message: lost, hint: waitForServer }),
  ),
  {
    match: 'NOTLS',
    code: 'connect.tls-unsupported',
    retry: 'by-hand',
    message: (scope) => ({ en: `The ${at(scope).en} does not support TLS`, zh: `${at(scope).zh}不支持TLS加密` }),
    hint: () => ({ en: 'Choose Non-encrypted, or switch on ssl in the server.', zh: '请选择“非加密”，或在服务器上启用 ssl。' }),
  },
  ...['28P01', '28000', '28'].map(
    (match): Rule => ({
      match,
      code: 'connect.login',
      retry: 'by-hand',
      message: (scope, fault) => ({
        en: `The ${at(scope).en} refused the login of ${scope.endpoint?.user ?? 'the account'}: ${fault.message}`,
        zh: `${at(scope).zh}拒绝账号 ${scope.endpoint?.user ?? ''} 登录：${fault.message}`,
      }),
      hint: () => ({
        en: 'Check account and password, and that pg_hba.conf lets this host in.',
        zh: '请检查账号和密码，并确认 pg_hba.conf 允许本机连接。',
      }),
    }),
  ),
  {
    match: '3D000',
    code: 'connect.database',
    retry: 'by-hand',
    message: (scope) => ({
      en: `The ${at(scope).en} has no database ${scope.endpoint?.database ?? ''}`,
      zh: `${at(scope).zh}不存在数据库 ${scope.endpoint?.database ?? ''}`,
    }),
    hint: () => ({
      en: 'Check the name (case matters), or create the database.',
      zh: '请检查数据库名称（区分大小写），或先创建该数据库。',
    }),
  },
  {
    match: '53300',
    code: 'connect.too-many',
    retry: 'soon',
    connection: true,
    message: (scope) => ({ en: `The ${at(scope).en} has no free connections`, zh: `${at(scope).zh}没有空闲连接` }),
    hint: () => ({ en: 'Raise max_connections or end idle sessions.', zh: '请提高 max_connections 或结束空闲会话。' }),
  },
  {
    match: '55006',
    code: 'source.in-use',
    retry: 'soon',
    connection: true,
    message: (scope, fault) => ({
      en: `What the task needs at the ${at(scope).en} is used by somebody else: ${fault.message}`,
      zh: `${at(scope).zh}上任务所需的对象正被其他会话占用：${fault.message}`,
    }),
    hint: () => ({
      en: 'The task tries again by itself. If it goes on, end the session that holds it (pg_stat_activity, pg_replication_slots.active_pid).',
      zh: '任务会自动重试。若持续出现，请结束占用它的会话（见 pg_stat_activity、pg_replication_slots.active_pid）。',
    }),
  },
  {
    match: 'CLOSED',
    code: 'connect.closed',
    retry: 'soon',
    connection: true,
    message: (scope) => ({
      en: `The database ${scope.endpoint?.database ?? ''} at the ${at(scope).en} takes no connections at the moment`,
      zh: `${at(scope).zh}的数据库 ${scope.endpoint?.database ?? ''} 当前不接受连接`,
    }),
    hint: () => ({
      en: 'The task tries again by itself. If it goes on, run ALTER DATABASE ... ALLOW_CONNECTIONS true there.',
      zh: '任务会自动重试。若持续出现，请在该服务器执行 ALTER DATABASE ... ALLOW_CONNECTIONS true。',
    }),
  },
  {
    match: '25006',
    code: 'storage.read-only',
    retry: 'soon',
    connection: true,
    message: (scope) => ({ en: `The ${at(scope).en} takes no writes at the moment`, zh: `${at(scope).zh}当前为只读，无法写入` }),
    hint: () => ({
      en: 'The task tries again by itself. If it goes on, check default_transaction_read_only, and whether this is a standby.',
      zh: '任务会自动重试。若持续出现，请检查 default_transaction_read_only，以及该服务器是否为备库。',
    }),
  },
  {
    match: '53100',
    code: 'storage.full',
    retry: 'soon',
    message: (scope, fault) => ({
      en: `The disk of the ${at(scope).en} is full${scope.object === undefined ? '' : ` (while writing ${scope.object})`}: ${fault.message}`,
      zh: `${at(scope).zh}磁盘已满${scope.object === undefined ? '' : `（写入 ${scope.object} 时）`}：${fault.message}`,
    }),
    hint: () => ({
      en: 'Free or add disk space at that server, then resume the task. Nothing is lost: it goes on from its last checkpoint.',
      zh: '请在该服务器上释放或扩充磁盘空间，然后恢复任务。数据不会丢失：任务从上一个检查点继续。',
    }),
  },
  {
    match: '54000',
    code: 'row.too-large',
    retry: 'by-hand',
    message: says,
    hint: () => ({
      en: 'A row is larger than the server can send or store in one piece. Leave it out with a WHERE filter, or leave out its largest column, in a new task; or make it smaller and retry.',
      zh: '某行超出服务器单行的发送或存储上限。请在新任务中用 WHERE 条件排除该行或不选最大的列，或缩小该行后重试。',
    }),
  },
  {
    match: '42501',
    code: 'right.missing',
    retry: 'by-hand',
    message: says,
    hint: () => ({ en: 'Grant the account the missing right, then resume the task.', zh: '请为账号授予缺少的权限，然后恢复任务。' }),
  },
  {
    match: '42P01',
    code: 'object.missing',
    retry: 'by-hand',
    message: (scope, fault) => ({
      en: `${scope.object ?? 'A table'} no longer exists at the ${at(scope).en}: ${fault.message}`,
      zh: `${scope.object ?? '某个表'} 在${at(scope).zh}已不存在：${fault.message}`,
    }),
    hint: () => ({
      en: 'Create the table again, or take it out of the selected objects of a new task.',
      zh: '请重新创建该表，或在新任务中将其移出已选对象。',
    }),
  },
  ...['22', '23', '42', '0A'].map(
    (match): Rule => ({
      match,
      code: match === '23' ? 'row.refused' : match === '22' ? 'value.refused' : 'statement.refused',
      retry: 'by-hand',
      message: says,
      hint: () => ({ en: 'Mend the cause named by the server, then resume the task.', zh: '请根据服务器给出的原因处理后恢复任务。' }),
    }),
  ),
];

export const OTHER: Omit<Rule, 'match'> = {
  code: 'statement.failed',
  retry: 'soon',
  message: says,
  hint: () => ({ en: 'The task tries again by itself.', zh: '任务会自动重试。' }),
};

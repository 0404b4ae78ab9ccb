import { EngineError } from '../../errors.ts';
import type { Stage } from '../../precheck/diagnose.ts';
import type { PostgresEndpoint } from '../../task/config.ts';
import { type Text, text } from '../../text.ts';
import { connect } from '../connect.ts';
import { translate } from '../errors.ts';
import { FLAVOUR_NAMES, type Flavour, readFlavour } from '../flavour.ts';
import { query } from '../query.ts';
import { quote } from '../quote.ts';
import { hbaLine } from './hba.ts';
import { failure, type Outcome, passed, sqlStateOf, type Walk } from './walk.ts';

/** Stage `login`: the server lets the account in. The server judges database and CONNECT right in the same breath, after it. */
export async function logIn(walk: Walk, signal: AbortSignal): Promise<Outcome> {
  const { user } = walk.endpoint;
  try {
    const client = await connect(walk.endpoint, { side: walk.use.side, purpose: 'connection test' });
    if (signal.aborted) await client.end();
    else walk.client = client;
  } catch (error) {
    const later = laterStage(walk, error);
    if (later === null) throw loginFailure(walk, error);
    walk.ahead = later;
  }
  return passed(`The server accepts the account ${user}`, `服务器接受账号 ${user}`);
}

/** Stage `database`: it exists and takes connections. */
export async function enterDatabase(walk: Walk): Promise<Outcome> {
  const { database } = walk.endpoint;
  if (walk.client === null) return passed(`Database ${database} exists`, `数据库 ${database} 存在`);
  const [row] = await query(
    walk.client,
    walk.scope,
    "select current_setting('server_version') as version, current_setting('server_encoding') as encoding",
  );
  const seen = `${database} (${row?.encoding ?? ''}), PostgreSQL ${row?.version ?? ''}`;
  const flavour = await readFlavour(walk.client, walk.scope);
  const said = flavour.version === null ? seen : `${seen} (${flavour.version})`;
  const other = otherKind(walk.endpoint.type, flavour);
  return passed(`Database ${said}${other.en}`, `数据库 ${said}${other.zh}`);
}

/** It works all the same: the precheck says what follows from it. */
function otherKind(chosen: PostgresEndpoint['type'], { name }: Flavour): Text {
  if (name === chosen) return text('', '');
  return text(
    `. It is ${FLAVOUR_NAMES[name].en}, not ${FLAVOUR_NAMES[chosen].en}`,
    `。该库是 ${FLAVOUR_NAMES[name].zh}，并非 ${FLAVOUR_NAMES[chosen].zh}`,
  );
}

/** Login itself succeeded when the server already speaks of the database. */
function laterStage(walk: Walk, error: unknown): { readonly stage: Stage; readonly error: EngineError } | null {
  const state = sqlStateOf(error);
  if (!(error instanceof EngineError) || state === null) return null;
  if (state === '3D000') return { stage: 'database', error };
  if (state === '55000') return { stage: 'database', error: closedDatabase(walk, error) };
  if (state === '42501') return { stage: 'privilege', error: noConnectRight(walk, error) };
  return null;
}

function loginFailure(walk: Walk, error: unknown): EngineError {
  const translated = error instanceof EngineError ? error : translate(error, walk.scope);
  if (translated.code === 'connect.unreachable') return silentServer(walk, error);
  if (sqlStateOf(error) === '08P01') return poolerInBetween(walk, error);
  if (translated.code !== 'connect.login') return translated;
  return failure(walk, { code: translated.code, message: translated.text, hint: loginHint(walk, error), cause: error });
}

function loginHint(walk: Walk, error: unknown): Text {
  const line = hbaLine(walk, error);
  const { user, password } = walk.endpoint;
  const said = error instanceof Error ? error.message : '';
  const en = `this line to pg_hba.conf at the server and reload it: ${line}`;
  const zh = `在服务器的 pg_hba.conf 中添加以下一行并重新加载配置：${line}`;
  if (sqlStateOf(error) !== '28P01' && /client certificate/.test(said))
    return {
      en: 'The server asks for a client certificate: choose an encryption mode and upload certificate and key.',
      zh: '服务器要求客户端证书：请选择加密连接并上传证书和密钥。',
    };
  if (sqlStateOf(error) === '28000') return { en: `To let this host in, add ${en}`, zh: `要允许本机连接，请${zh}` };
  if (password === '')
    return { en: `Enter the password of ${user}. If it has none, add ${en}`, zh: `请填写账号 ${user} 的密码。若该账号没有密码，请${zh}` };
  return {
    en: `Check account and password; upper and lower case matter. If both are right, add ${en}`,
    zh: `请检查账号和密码（区分大小写）。若均正确，请${zh}`,
  };
}

function silentServer(walk: Walk, cause: unknown): EngineError {
  return failure(walk, {
    code: 'connect.silent',
    message: {
      en: `The ${walk.place.en} accepts the connection but does not answer as a PostgreSQL server`,
      zh: `${walk.place.zh}接受了连接，但未按PostgreSQL协议应答`,
    },
    hint: {
      en: 'Check that the port is the one of PostgreSQL, and that no firewall or proxy holds the connection back.',
      zh: '请确认该端口是PostgreSQL的端口，且没有防火墙或代理拦截连接。',
    },
    cause,
  });
}

function poolerInBetween(walk: Walk, error: unknown): EngineError {
  const said = error instanceof Error ? error.message : '';
  return failure(walk, {
    code: 'connect.pooler',
    message: {
      en: `The ${walk.place.en} refuses settings at the start of a session: ${said}`,
      zh: `${walk.place.zh}拒绝会话启动参数：${said}`,
    },
    hint: {
      en: 'Enter host and port of the server itself instead of a connection pooler (PgBouncer).',
      zh: '请填写数据库服务器自身的地址和端口，不要经过连接池（PgBouncer）。',
    },
    cause: error,
  });
}

function closedDatabase(walk: Walk, cause: unknown): EngineError {
  const { database } = walk.endpoint;
  return failure(walk, {
    code: 'connect.database',
    message: {
      en: `Database ${database} of the ${walk.place.en} takes no connections`,
      zh: `${walk.place.zh}的数据库 ${database} 不接受连接`,
    },
    hint: { en: 'Choose another database, or allow connections to this one.', zh: '请选择其他数据库，或允许连接该数据库。' },
    cause,
  });
}

function noConnectRight(walk: Walk, cause: unknown): EngineError {
  const { database, user } = walk.endpoint;
  return failure(walk, {
    code: 'right.missing',
    message: {
      en: `${user} may not connect to database ${database} of the ${walk.place.en}`,
      zh: `账号 ${user} 无权连接${walk.place.zh}的数据库 ${database}`,
    },
    hint: {
      en: `Grant it: GRANT CONNECT ON DATABASE ${quote(database)} TO ${quote(user)};`,
      zh: `请授权：GRANT CONNECT ON DATABASE ${quote(database)} TO ${quote(user)};`,
    },
    cause,
  });
}

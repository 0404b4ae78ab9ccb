import { EngineError, type ErrorReport, reportOf } from '../../errors.ts';
import type { SelectDbEndpoint } from '../../task/config.ts';
import { type Text, text } from '../../text.ts';
import { frontendOf, openRequest } from './http.ts';

const TIMEOUT_MS = 5_000;

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Why rows cannot be loaded through the HTTP port; null when FE answers there. */
export async function httpFault(endpoint: SelectDbEndpoint): Promise<ErrorReport | null> {
  const where = `${endpoint.host}:${endpoint.httpPort}`;
  try {
    return faultOf(await ask(endpoint), where);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const tls = tlsFault(code, where, error);
    if (tls !== null) return tls;
    if (code.startsWith('HPE_')) {
      return report(
        'connect.mysql-port',
        text(
          `The HTTP port ${where} does not answer HTTP: it may be the MySQL port`,
          `HTTP端口 ${where} 未按HTTP协议应答，可能是MySQL协议端口`,
        ),
        text(
          'Enter the HTTP port of FE (http_port): 8030 on a cluster of your own, 8080 in the cloud.',
          '请填写FE的HTTP端口（http_port）：自建集群默认8030，云上实例默认8080。',
        ),
      );
    }
    return report(
      'connect.http-unreachable',
      text(`The HTTP port ${where} cannot be reached: ${wordsOf(error)}`, `无法访问HTTP端口 ${where}：${wordsOf(error)}`),
      text(
        'Rows are loaded through it. Check the number (http_port: 8030, in the cloud 8080), the allowlist and the firewall.',
        '数据通过该端口写入。请检查端口号（http_port：自建8030，云上8080）、白名单和防火墙。',
      ),
    );
  }
}

/** A handshake that failed: with one who speaks no TLS, or whose certificate is not the one it is to be. */
function tlsFault(code: string, where: string, error: unknown): ErrorReport | null {
  if (code === 'EPROTO' || code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG')
    return report(
      'connect.https-plain',
      text(`${where} does not answer HTTPS: ${wordsOf(error)}`, `${where} 未按HTTPS应答：${wordsOf(error)}`),
      text(
        'Enter the HTTPS port of FE (https_port, 8050 unless changed; enable_https in fe.conf), or switch HTTPS off.',
        '请填写FE的HTTPS端口（https_port，默认8050，需在fe.conf中开启 enable_https），或关闭HTTPS。',
      ),
    );
  if (!/CERT|ERR_TLS|SELF_SIGNED|UNABLE_TO|HOSTNAME/.test(code)) return null;
  return report(
    'connect.https-certificate',
    text(`The certificate of ${where} is not trusted: ${wordsOf(error)}`, `${where} 的证书不受信任：${wordsOf(error)}`),
    text(
      'Enter the CA certificate it is signed by; with verify-full it must name this host.',
      '请填写签发该证书的CA证书；使用 verify-full 时证书须包含该主机名。',
    ),
  );
}

function faultOf({ status, body }: Answer, where: string): ErrorReport | null {
  if (/"code"\s*:\s*401|Unauthorized/i.test(body) || status === 401) {
    return report(
      'connect.http-login',
      text(`The HTTP port ${where} refuses the account`, `HTTP端口 ${where} 拒绝该账号`),
      text('Check account and password, and that the account may log in from this host.', '请检查账号和密码，并确认该账号允许从本机登录。'),
    );
  }
  if (status === 503) {
    return report(
      'connect.http-not-ready',
      text(`FE at ${where} is not ready`, `${where} 的FE尚未就绪`),
      text('Wait until it has started, then precheck again.', '请待其启动完成后重新预检查。'),
    );
  }
  if (/"status"\s*:\s*"OK"/.test(body)) {
    return report(
      'connect.be-port',
      text(`${where} is the HTTP port of a backend (BE)`, `${where} 是BE节点的HTTP端口`),
      text('Enter the one of FE (http_port, 8030 unless changed).', '请填写FE的HTTP端口（http_port，默认8030）。'),
    );
  }
  if (status === 200 && /"code"\s*:\s*0/.test(body)) return null;
  return report(
    'connect.http-stranger',
    text(`${where} answers HTTP, but not as an FE (status ${status})`, `${where} 有HTTP应答，但不是FE（状态码 ${status}）`),
    text(
      'Enter the HTTP port of FE (http_port): 8030 on a cluster of your own, 8080 in the cloud.',
      '请填写FE的HTTP端口（http_port）：自建集群默认8030，云上实例默认8080。',
    ),
  );
}

function ask(endpoint: SelectDbEndpoint): Promise<Answer> {
  const auth = `${endpoint.user}:${endpoint.password}`;
  return new Promise((resolve, reject) => {
    const asked = openRequest(endpoint, frontendOf(endpoint), { path: '/api/health', auth, timeout: TIMEOUT_MS }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString('utf8') }));
      response.on('error', reject);
    });
    asked.on('timeout', () => asked.destroy(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)));
    asked.on('error', reject);
    asked.end();
  });
}

function wordsOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return wordsOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}

function report(code: string, message: Text, hint: Text): ErrorReport {
  return reportOf(new EngineError({ code, message, hint, retry: 'by-hand', side: 'destination', connection: true }));
}

import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect, type TLSSocket } from 'node:tls';
import type { EngineError } from '../../errors.ts';
import { tlsOptions } from '../connect.ts';
import { translate } from '../errors.ts';
import { tlsFailure } from '../tls-failure.ts';
import { isLocalSocket, openSocket } from './reach.ts';
import { failure, notNeeded, type Outcome, passed, type Walk } from './walk.ts';

/** Length and code of the message that asks a server to go on in TLS (PostgreSQL protocol, SSLRequest). */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/** Stage `tls`: the server offers TLS and the handshake succeeds as configured. */
export async function shakeHands(walk: Walk, signal: AbortSignal): Promise<Outcome> {
  const { host, tls } = walk.endpoint;
  if (tls.mode === 'disable') return notNeeded('A non-encrypted connection is chosen', '已选择非加密连接');
  if (isLocalSocket(host)) throw noTlsHere(walk);
  if (tls.ca !== undefined) readCa(walk, tls.ca);
  const socket = await openSocket(walk, signal);
  try {
    await askForTls(walk, socket);
    const secure = await handshake(walk, socket);
    const { en, zh } = MEANING[tls.mode];
    const seen = `${secure.getProtocol() ?? 'TLS'}, ${secure.getCipher().name}`;
    secure.destroy();
    return passed(`${seen}; ${en}`, `${seen}；${zh}`);
  } finally {
    socket.destroy();
  }
}

const MEANING = {
  require: { en: 'the certificate is not verified', zh: '不校验证书' },
  'verify-ca': { en: 'the certificate is verified', zh: '已校验证书' },
  'verify-full': { en: 'certificate and host name are verified', zh: '已校验证书和主机名' },
} as const;

/** Node takes unreadable CA text without a word and then trusts nobody, which reads like the server's fault. */
function readCa(walk: Walk, ca: string): void {
  try {
    new X509Certificate(ca);
  } catch (error) {
    throw failure(walk, {
      code: 'connect.tls-ca',
      message: {
        en: `The CA certificate for the ${walk.place.en} is not readable PEM text`,
        zh: `连接${walk.place.zh}的CA证书不是可读的PEM文本`,
      },
      hint: {
        en: 'Upload a PEM file: it begins with -----BEGIN CERTIFICATE-----.',
        zh: '请上传PEM格式的文件，以 -----BEGIN CERTIFICATE----- 开头。',
      },
      cause: error,
    });
  }
}

async function askForTls(walk: Walk, socket: Duplex): Promise<void> {
  socket.write(SSL_REQUEST);
  const answer = await firstByte(walk, socket);
  if (answer === 'S') return;
  if (answer === 'N') throw translate(new Error('The server does not support SSL connections'), walk.scope);
  throw failure(walk, {
    code: 'connect.not-postgresql',
    message: { en: `What answers at the ${walk.place.en} is not a PostgreSQL server`, zh: `${walk.place.zh}上应答的不是PostgreSQL服务` },
    hint: { en: 'Check the port.', zh: '请检查端口。' },
  });
}

async function firstByte(walk: Walk, socket: Duplex): Promise<string> {
  const closed = once(socket, 'close').then(() => {
    throw translate(Object.assign(new Error('the server closed the connection'), { code: 'ECONNRESET' }), walk.scope);
  });
  const answer = once(socket, 'data').then(([chunk]) => (Buffer.isBuffer(chunk) ? chunk.subarray(0, 1).toString('latin1') : ''));
  closed.catch(() => {});
  return await Promise.race([answer, closed]);
}

async function handshake(walk: Walk, socket: Duplex): Promise<TLSSocket> {
  const { host, tls } = walk.endpoint;
  const options = tlsOptions(tls, host);
  try {
    const secure = connect({
      socket,
      host,
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ...(typeof options === 'object' ? options : {}),
    });
    await once(secure, 'secureConnect');
    secure.on('error', () => {});
    return secure;
  } catch (error) {
    throw refusedHandshake(walk, error);
  }
}

function refusedHandshake(walk: Walk, error: unknown): EngineError {
  return tlsFailure(error, walk.scope) ?? translate(error, walk.scope);
}

function noTlsHere(walk: Walk): EngineError {
  return failure(walk, {
    code: 'connect.tls-unsupported',
    message: { en: 'A connection through a local socket cannot be encrypted', zh: '通过本地套接字的连接不支持加密' },
    hint: { en: 'Choose Non-encrypted, or enter a host name.', zh: '请选择“非加密”，或填写主机名。' },
  });
}

import { EngineError, type EngineErrorInit, type Side } from '../errors.ts';
import type { SshConfig } from '../task/config.ts';
import { type Text, text } from '../text.ts';

/** A bastion, and the side of the task it leads to. */
export interface BastionScope {
  readonly ssh: SshConfig;
  readonly side: Side;
}

const placeOf = ({ host, port }: SshConfig): string => `${host}:${port}`;

/** What ssh2, node's sockets and the resolver say of a connection that was not made, or was lost. */
export function bastionFailure(error: unknown, scope: BastionScope): EngineError {
  if (error instanceof EngineError) return error;
  const { message, code, level } = partsOf(error);
  const place = placeOf(scope.ssh);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || level === 'client-dns')
    return make(scope, error, {
      code: 'bastion.name',
      connection: true,
      message: text(`The name of the bastion ${scope.ssh.host} cannot be resolved`, `无法解析堡垒机地址 ${scope.ssh.host}`),
      hint: text('Check the spelling, or enter the IP address.', '请检查拼写，或改填 IP 地址。'),
    });
  if (code === 'ECONNREFUSED')
    return make(scope, error, {
      code: 'bastion.port',
      connection: true,
      message: text(`Nothing accepts connections at the bastion ${place}`, `堡垒机 ${place} 没有服务接受连接`),
      hint: text('Check the port, and that the SSH server runs there.', '请检查端口，并确认该主机的 SSH 服务正在运行。'),
    });
  if (/^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/.test(code) || /^Timed out/.test(message))
    return make(scope, error, {
      code: 'bastion.unreachable',
      connection: true,
      message: text(`The bastion ${place} gives no answer`, `堡垒机 ${place} 没有应答`),
      hint: text('Check the address and the firewall between this host and the bastion.', '请检查地址，以及本机到堡垒机之间的防火墙。'),
    });
  if (level === 'client-authentication') return loginRefused(scope, error);
  if (/privateKey|passphrase/i.test(message)) return unreadableKey(scope, error);
  if (/no matching host key/i.test(message) && scope.ssh.hostKey !== undefined) return hostKeyChanged(scope, null);
  if (level === 'handshake' || level === 'protocol' || /ident|handshake|no matching/i.test(message))
    return make(scope, error, {
      code: 'bastion.protocol',
      message: text(
        `What answers at the bastion ${place} does not speak SSH as is needed: ${message}`,
        `堡垒机 ${place} 的 SSH 握手失败：${message}`,
      ),
      hint: text('Check that the port is the one of an SSH server.', '请确认该端口为 SSH 服务端口。'),
    });
  return bastionLost(scope, error);
}

/** The connection was there and is not any more; the task makes it anew. */
export function bastionLost(scope: BastionScope, cause: unknown): EngineError {
  const { message } = partsOf(cause);
  const place = placeOf(scope.ssh);
  return make(scope, cause, {
    code: 'bastion.lost',
    connection: true,
    message: text(`The connection to the bastion ${place} was lost: ${message}`, `与堡垒机 ${place} 的连接中断：${message}`),
    hint: text(
      'The task tries again by itself. If it goes on, check that the bastion runs and the network path to it is open.',
      '任务会自动重试。若持续出现，请检查堡垒机是否运行、网络是否畅通。',
    ),
  });
}

function loginRefused(scope: BastionScope, cause: unknown): EngineError {
  const { user, privateKey, password } = scope.ssh;
  const place = placeOf(scope.ssh);
  const nothing = privateKey === undefined && (password === undefined || password === '');
  return make(scope, cause, {
    code: 'bastion.login',
    retry: 'by-hand',
    message: text(`The bastion ${place} refused the login of ${user}`, `堡垒机 ${place} 拒绝账号 ${user} 登录`),
    hint: nothing
      ? text('Enter the password of the SSH account, or its private key.', '请填写 SSH 账号的密码或私钥。')
      : privateKey === undefined
        ? text(
            'Check account and password, and that PasswordAuthentication is on in sshd_config of the bastion.',
            '请检查账号和密码，并确认堡垒机 sshd_config 已开启 PasswordAuthentication。',
          )
        : text(
            "Check the account, and that the key's public half stands in ~/.ssh/authorized_keys of that account.",
            '请检查账号，并确认该账号的 ~/.ssh/authorized_keys 中包含对应公钥。',
          ),
  });
}

function unreadableKey(scope: BastionScope, cause: unknown): EngineError {
  const { message } = partsOf(cause);
  const wrong = /passphrase|bad decrypt|integrity/i.test(message);
  return make(scope, cause, {
    code: 'bastion.key',
    retry: 'by-hand',
    message: wrong
      ? text(
          `The private key for the bastion ${placeOf(scope.ssh)} cannot be opened with this passphrase`,
          `无法用所填口令打开堡垒机 ${placeOf(scope.ssh)} 的私钥`,
        )
      : text(
          `The private key for the bastion ${placeOf(scope.ssh)} cannot be read: ${message}`,
          `无法读取堡垒机 ${placeOf(scope.ssh)} 的私钥：${message}`,
        ),
    hint: wrong
      ? text('Enter the passphrase the key was encrypted with.', '请填写加密该私钥时使用的口令。')
      : text(
          'Use the private half in OpenSSH or PEM form: it begins with -----BEGIN … PRIVATE KEY-----.',
          '请使用 OpenSSH 或 PEM 格式的私钥，以 -----BEGIN … PRIVATE KEY----- 开头。',
        ),
  });
}

/** `seen` becomes the error's object: whoever shows it can offer to confirm it. */
export function hostKeyUnknown(scope: BastionScope, seen: string): EngineError {
  const place = placeOf(scope.ssh);
  return make(scope, undefined, {
    code: 'bastion.host-key-unknown',
    retry: 'never',
    object: seen,
    message: text(
      `The bastion ${place} shows a key that nobody has confirmed yet: ${seen}`,
      `堡垒机 ${place} 出示的主机密钥尚未确认：${seen}`,
    ),
    hint: text(
      'Compare it with what ssh-keygen -lf /etc/ssh/ssh_host_…_key.pub says at the bastion, then confirm it (hostKey of the task document). Nothing was sent to it.',
      '请在堡垒机上执行 ssh-keygen -lf /etc/ssh/ssh_host_…_key.pub 核对指纹后再确认（任务文档中的 hostKey）。尚未向其发送任何凭据。',
    ),
  });
}

export function hostKeyChanged(scope: BastionScope, seen: string | null): EngineError {
  const place = placeOf(scope.ssh);
  const { hostKey = '' } = scope.ssh;
  return make(scope, undefined, {
    code: 'bastion.host-key-changed',
    retry: 'never',
    ...(seen === null ? {} : { object: seen }),
    message:
      seen === null
        ? text(`The bastion ${place} no longer has the confirmed key ${hostKey}`, `堡垒机 ${place} 不再提供已确认的主机密钥 ${hostKey}`)
        : text(
            `The bastion ${place} shows another key than the confirmed one: ${seen} instead of ${hostKey}`,
            `堡垒机 ${place} 的主机密钥与已确认的不一致：当前为 ${seen}，已确认的为 ${hostKey}`,
          ),
    hint: text(
      'Somebody may stand in between: nothing was sent. Ask who runs the bastion whether its key was changed, and confirm the new one only then.',
      '可能存在中间人攻击，未发送任何凭据。请向堡垒机管理员确认密钥是否已更换，确认无误后再信任新密钥。',
    ),
  });
}

const PROHIBITED = 1;

/** The bastion is there but does not lead on to the database. */
export function forwardRefused(scope: BastionScope, to: string, error: unknown): EngineError {
  const { message } = partsOf(error);
  const place = placeOf(scope.ssh);
  const reason = error instanceof Error && 'reason' in error ? error.reason : null;
  if (reason === PROHIBITED)
    return make(scope, error, {
      code: 'bastion.forward',
      retry: 'by-hand',
      message: text(`The bastion ${place} does not allow connections to ${to}`, `堡垒机 ${place} 不允许转发到 ${to}`),
      hint: text(
        'Set AllowTcpForwarding yes in sshd_config of the bastion, and let PermitOpen include this address.',
        '请在堡垒机 sshd_config 中设置 AllowTcpForwarding yes，并确认 PermitOpen 包含该地址。',
      ),
    });
  return make(scope, error, {
    code: 'connect.port',
    connection: true,
    message: text(`The bastion ${place} cannot connect to ${to}: ${message}`, `堡垒机 ${place} 无法连接 ${to}：${message}`),
    hint: text(
      'Check address and port as the bastion sees them, and that the database accepts connections from it.',
      '请以堡垒机的视角检查地址和端口，并确认数据库允许堡垒机访问。',
    ),
  });
}

function make(
  { side }: BastionScope,
  cause: unknown,
  init: Pick<EngineErrorInit, 'code' | 'message' | 'hint'> & Partial<Pick<EngineErrorInit, 'retry' | 'connection' | 'object'>>,
): EngineError {
  const message: Text = init.message;
  return new EngineError({ retry: 'soon', side, cause, ...init, message });
}

function partsOf(error: unknown): { readonly message: string; readonly code: string; readonly level: string } {
  if (error instanceof AggregateError && error.errors.length > 0) return partsOf(error.errors[0]);
  if (!(error instanceof Error)) return { message: String(error), code: '', level: '' };
  return {
    message: error.message,
    code: 'code' in error && typeof error.code === 'string' ? error.code : '',
    level: 'level' in error && typeof error.level === 'string' ? error.level : '',
  };
}

import { EngineError } from '#engine/errors.ts';
import { type Text, text } from '#engine/text.ts';
import type { PemProblem } from './certificate-facts.ts';

/** Names of tasks a refusal lists; more are counted. */
const NAMED = 5;

export function notFound(id: string): EngineError {
  return new EngineError({
    code: 'connection.not-found',
    message: text('This saved connection does not exist (any more)', '该连接不存在或已被删除'),
    hint: text('Choose another one, or enter the address itself.', '请选择其他连接，或直接填写地址。'),
    retry: 'never',
    object: id,
  });
}

export function nameTaken(name: string): EngineError {
  return new EngineError({
    code: 'connection.name-taken',
    message: text(`There is another connection named ${name}`, `已存在名为 ${name} 的连接`),
    hint: text('Choose another name.', '请更换名称。'),
    retry: 'never',
    object: name,
  });
}

export function instanceIdTaken(instanceId: string, name: string): EngineError {
  return new EngineError({
    code: 'connection.instance-id-taken',
    message: text(`The connection ${name} has the instance ID ${instanceId} already`, `连接 ${name} 已使用实例 ID ${instanceId}`),
    hint: text('Choose another one, or leave it empty to have one made.', '请更换实例 ID，或留空由系统生成。'),
    retry: 'never',
    object: instanceId,
  });
}

export function inUse(name: string, tasks: readonly string[]): EngineError {
  const { en, zh } = named(tasks);
  return new EngineError({
    code: 'connection.in-use',
    message: text(`The connection ${name} is used by these tasks: ${en}`, `连接 ${name} 正被以下任务使用：${zh}`),
    hint: text('Release those tasks first, or let them use another connection.', '请先释放这些任务，或为其更换连接。'),
    retry: 'never',
    object: name,
  });
}

export function leadsBegun(name: string, tasks: readonly string[]): EngineError {
  const { en, zh } = named(tasks);
  return new EngineError({
    code: 'connection.in-use',
    message: text(`These tasks have begun with the database ${name} leads to: ${en}`, `以下任务已通过连接 ${name} 开始迁移：${zh}`),
    hint: text(
      'Make another connection for the other database. Account, password, TLS and bastion can be changed here.',
      '请为其他数据库新建连接；此处仍可修改账号、密码、TLS 和堡垒机。',
    ),
    retry: 'never',
    object: name,
  });
}

export function passwordAgain(name: string): EngineError {
  return new EngineError({
    code: 'connection.password-again',
    message: text(
      `${name} now leads to another server, or on another way: enter the password again`,
      `${name} 的地址或访问路径已变更：请重新输入密码`,
    ),
    hint: text('A stored password is not sent to an address it was not entered for.', '已保存的密码不会发送到其他地址。'),
    retry: 'never',
    object: name,
  });
}

const PART: Readonly<Record<string, Text>> = {
  'tls.ca': text('CA certificate', 'CA 证书'),
  'tls.cert': text('client certificate', '客户端证书'),
  'tls.key': text('key of the client certificate', '客户端证书私钥'),
  'tls.passphrase': text('passphrase of the client key', '客户端私钥口令'),
};

const PROBLEM: Readonly<Record<PemProblem, Text>> = {
  'not-pem': text('it is no PEM text', '不是 PEM 文本'),
  'certificate-wanted': text('it is PEM, but no certificate', '不是证书'),
  'key-wanted': text('it is PEM, but no private key', '不是私钥'),
  unreadable: text('what is inside cannot be read', '内容无法解析'),
  'no-authority': text('it is not one of an authority', '不是 CA 证书'),
  expired: text('it has expired', '证书已过期'),
  'not-yet': text('it is not valid yet', '证书尚未生效'),
  'passphrase-wanted': text('the key is encrypted, and no passphrase was given', '私钥已加密但未填写口令'),
  'passphrase-wrong': text('it does not open the key', '无法打开私钥'),
  mismatch: text('it does not belong to the certificate', '与证书不匹配'),
  'certificate-missing': text('it is missing', '未提供'),
  'key-missing': text('it is missing', '未提供'),
};

export function unusableTls(part: string, problem: PemProblem): EngineError {
  const name = PART[part] ?? text(part, part);
  const { en, zh } = PROBLEM[problem];
  return new EngineError({
    code: 'connection.certificate',
    message: text(`The ${name.en} cannot be used: ${en}`, `${name.zh}无法使用：${zh}`),
    hint: text('Choose the right file, or another mode of encryption.', '请选择正确的文件，或更换加密方式。'),
    retry: 'never',
    object: part,
  });
}

function named(tasks: readonly string[]) {
  const more = tasks.length - NAMED;
  const list = tasks.slice(0, NAMED);
  return {
    en: list.join(', ') + (more > 0 ? ` and ${more} more` : ''),
    zh: list.join('、') + (more > 0 ? ` 等 ${tasks.length} 个` : ''),
  };
}

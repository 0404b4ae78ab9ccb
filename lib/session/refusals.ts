import { EngineError } from '#engine/errors.ts';
import { type Text, text } from '#engine/text.ts';
import type { Role } from './role.ts';

/** Why somebody may not, in one place: code, what happened, what to do. */
const refusal = (code: string, message: Text, hint: Text): EngineError => new EngineError({ code, message, hint, retry: 'never' });

export const notSignedIn = () =>
  refusal('session.missing', text('You are not signed in', '您尚未登录'), text('Sign in and try again.', '请登录后重试。'));

/** The same for one that never was, one that ended and one whose owner may not sign in: a stranger learns nothing from it. */
export const keyRefused = () =>
  refusal(
    'session.key',
    text('The API key is not valid: it is unknown, revoked or expired', 'API 密钥无效：不存在、已吊销或已过期'),
    text('Create another one under Settings, API Keys.', '请在“设置 - API 密钥”中重新创建。'),
  );

/** Too many requests: `seconds` is what the header Retry-After says. */
export class TooOften extends EngineError {
  readonly seconds: number;

  constructor(seconds: number) {
    super({
      code: 'session.rate',
      message: text('Too many requests in a short time', '短时间内请求过多'),
      hint: text(`Wait ${seconds} s and try again.`, `请等待 ${seconds} 秒后重试。`),
      retry: 'soon',
    });
    this.seconds = seconds;
  }
}

export const passwordDue = () =>
  refusal(
    'session.password',
    text('Your password was set by an administrator and must be replaced first', '当前密码由管理员设置，需先修改'),
    text('Sign in to the console and choose one of your own.', '请登录控制台并设置自己的密码。'),
  );

const NEEDED: Readonly<Record<Role, Text>> = {
  viewer: text('You may not do this', '您没有执行此操作的权限'),
  operator: text('Your role may look but not change anything', '您的角色仅有查看权限，不能进行更改'),
  admin: text('Only administrators may do this', '仅管理员可执行此操作'),
};

export const roleTooWeak = (least: Role) =>
  refusal(
    'session.role',
    NEEDED[least],
    least === 'admin'
      ? text('Ask an administrator to do it.', '请联系管理员处理。')
      : text('Ask an administrator for the role of an operator.', '请联系管理员授予操作员角色。'),
  );

/** What could outlive a key that got into wrong hands: new keys, passwords, sessions. */
export const notWithKey = () =>
  refusal(
    'session.in-person',
    text('This cannot be done with an API key', '不能使用 API 密钥执行此操作'),
    text('Sign in to the console and do it there.', '请登录控制台后操作。'),
  );

import { defineMessages } from '#lib/messages.ts';

export const sessionMessages = defineMessages(
  {
    signInTitle: 'Sign in to OpenDTS',
    signIn: 'Sign in',
    wrong: 'E-mail address or password is wrong.',
    tooMany: 'Too many attempts. Wait ten seconds and try again.',
    setupTitle: 'Welcome to OpenDTS',
    setupText: 'Create the administrator account of this installation. It is made once; nothing can be reached without it.',
    create: 'Create account',
    name: 'Name',
    email: 'E-mail address',
    password: 'Password',
    passwordHint: 'At least 8 characters.',
  },
  {
    signInTitle: '登录 OpenDTS',
    signIn: '登录',
    wrong: '邮箱或密码错误。',
    tooMany: '尝试次数过多，请十秒后重试。',
    setupTitle: '欢迎使用 OpenDTS',
    setupText: '请创建本系统的管理员账号。该账号只创建一次，未登录时无法访问任何内容。',
    create: '创建账号',
    name: '姓名',
    email: '邮箱',
    password: '密码',
    passwordHint: '至少 8 个字符。',
  },
);

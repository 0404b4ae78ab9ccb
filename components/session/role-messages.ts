import { defineMessages } from '#lib/messages.ts';

/** What roles are called, what they may, and why somebody may not. */
export const roleMessages = defineMessages(
  {
    names: { admin: 'Administrator', operator: 'Operator', viewer: 'Viewer' },
    about: {
      admin: 'Everything, and decides who may do what: users, keys of others, audit log.',
      operator: 'Creates, runs and releases tasks, and manages database connections.',
      viewer: 'Sees tasks, connections and progress. Changes nothing.',
    },
    forbidden: {
      admin: 'Only administrators may do this.',
      operator: 'Viewers may not change anything. Ask an administrator for the operator role.',
      viewer: 'You may not do this.',
    },
  },
  {
    names: { admin: '管理员', operator: '操作员', viewer: '只读用户' },
    about: {
      admin: '拥有全部权限，并管理用户、他人的密钥和审计日志。',
      operator: '可创建、运行和释放任务，并管理数据库连接。',
      viewer: '可查看任务、连接和进度，不能进行任何更改。',
    },
    forbidden: {
      admin: '仅管理员可执行此操作。',
      operator: '只读用户不能进行更改，请联系管理员授予操作员角色。',
      viewer: '您没有执行此操作的权限。',
    },
  },
);

import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { intoSelectDb } from '../selected.ts';

/** TLS is that of the MySQL port. FE answers HTTPS on another port, and sends loads on to backends that answer HTTP. */
export const selectdbPlainHttp = defineCheck({
  code: 'SELECTDB_PLAIN_HTTP',
  title: text('Encryption of the HTTP Port', '目标库HTTP端口加密'),
  severity: 'warn',
  when: intoSelectDb(({ destination }) => destination.tls.mode !== 'disable'),
  run: async ({ config: { destination } }) => {
    if (destination.type !== 'selectdb') return [];
    const where = `${destination.host}:${destination.httpPort}`;
    return [
      {
        subject: where,
        cause: text(
          `TLS covers the MySQL port only: rows, and the account with its password, go to ${where} and to the backends over HTTP without encryption`,
          `TLS 仅用于MySQL协议端口：数据以及账号密码将以未加密的HTTP方式发送至 ${where} 和BE节点`,
        ),
        fix: text(
          'Let the task reach the cluster through a private network, a VPN or an encrypted tunnel, then ignore this.',
          '请确保任务通过专有网络、VPN 或加密隧道访问集群，然后忽略此项。',
        ),
      },
    ];
  },
});

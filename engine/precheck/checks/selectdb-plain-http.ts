import { type Text, text } from '../../text.ts';
import { defineCheck, type Problem } from '../check.ts';
import { intoSelectDb } from '../selected.ts';

/** TLS is that of the MySQL port, and of FE's HTTPS port where that one is chosen. FE sends loads on to backends, by what it says. */
export const selectdbPlainHttp = defineCheck({
  code: 'SELECTDB_PLAIN_HTTP',
  title: text('Encryption of the HTTP Port', '目标库HTTP端口加密'),
  about: text(
    'Rows are loaded through the HTTP port of FE and then of a backend, not through the MySQL port: whether these are encrypted too is looked at.',
    '数据通过FE及BE的HTTP端口写入，而非MySQL协议端口：检测这些连接是否同样加密。',
  ),
  severity: 'warn',
  when: intoSelectDb(({ destination }) => destination.tls.mode !== 'disable'),
  run: async (context) => {
    const { destination } = context.config;
    if (destination.type !== 'selectdb') return [];
    const where = `${destination.host}:${destination.httpPort}`;
    if (destination.https !== true) return [plainFrontend(where)];
    const { backendScheme } = await context.selectdbFacts();
    return backendScheme === 'https' ? [] : [plainBackends(where, backendScheme === 'http')];
  },
});

const WAY: Text = text(
  'Let the task reach the cluster through a private network, a VPN or an encrypted tunnel, then ignore this.',
  '请确保任务通过专有网络、VPN 或加密隧道访问集群，然后忽略此项。',
);

function plainFrontend(where: string): Problem {
  return {
    subject: where,
    cause: text(
      `TLS covers the MySQL port only: rows, and the account with its password, go to ${where} and to the backends over HTTP without encryption`,
      `TLS 仅用于MySQL协议端口：数据以及账号密码将以未加密的HTTP方式发送至 ${where} 和BE节点`,
    ),
    fix: text(
      `Switch HTTPS on where FE has it (enable_https, port 8050). ${WAY.en}`,
      `如FE已开启HTTPS（enable_https，端口8050），请启用HTTPS。${WAY.zh}`,
    ),
  };
}

function plainBackends(where: string, isKnown: boolean): Problem {
  return {
    subject: where,
    cause: isKnown
      ? text(
          `FE at ${where} sends loads on to backends that answer HTTP without encryption: rows, and the account with its password, go there in the clear`,
          `${where} 的FE会将写入请求转发至未加密的BE节点：数据以及账号密码将以明文发送至BE`,
        )
      : text(
          `Whether the backends that FE at ${where} sends loads on to are encrypted could not be found out; those of Apache Doris are not`,
          `无法确定 ${where} 的FE转发写入请求的BE节点是否加密；Apache Doris 的BE默认不加密`,
        ),
    fix: WAY,
  };
}

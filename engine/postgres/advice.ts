import { type Text, text } from '../text.ts';
import type { Provider } from './provider.ts';
import { quote } from './quote.ts';

/** A setting of a server that is to have another value. */
interface SettingChange {
  readonly name: string;
  readonly value: string;
  /** It takes effect with a restart. */
  readonly restart: boolean;
}

/** What a person does, and the SQL of it where there is some. */
interface Advice {
  readonly fix: Text;
  readonly fixSql?: string;
}

/** As one sentence after the other, for a message that has no place of its own for SQL. */
export function inWords({ fix, fixSql }: Advice): Text {
  return fixSql === undefined ? fix : text(`${fix.en} ${fixSql}`, `${fix.zh}${fixSql}`);
}

/** The most that a provider lets anybody be: the superuser it keeps for itself. */
export function privilegedAccount(provider: Exclude<Provider, 'self'>): Text {
  return provider === 'polardb' || provider === 'amazon-aurora'
    ? text('the privileged account of the cluster', '集群的高权限账号')
    : text('the privileged account of the instance', '实例的高权限账号');
}

/** With whose rights a statement is run that the account itself may not run. */
export function privileged(provider: Provider): Text {
  if (provider === 'self') return text('as a superuser', '以超级用户');
  const { en, zh } = privilegedAccount(provider);
  return text(`with ${en}`, `以${zh}`);
}

/** The same beside somebody who may always: `as the owner of the tables or as a superuser`. */
export function ownerOr(owner: Text, provider: Provider): Text {
  const { en, zh } = privileged(provider);
  return text(`as ${owner.en} or ${en}`, `以${owner.zh}或${zh.slice(1)}`);
}

/** What a person does for an account that may not start replication: providers hand the right out by a role of theirs. */
export function replicationAdvice(provider: Provider, user: string): Advice {
  const amazon = provider === 'amazon-rds' || provider === 'amazon-aurora';
  return {
    fix:
      provider === 'self'
        ? text('Run the statement as a superuser.', '请以超级用户执行该语句。')
        : text('Run the statement with the privileged account of the instance.', '请以实例的高权限账号执行该语句。'),
    fixSql: amazon ? `GRANT rds_replication TO ${quote(user)};` : `ALTER ROLE ${quote(user)} REPLICATION;`,
  };
}

/** What a person does about a setting: a statement on a server of one's own, a page of the console of whoever runs it. */
export function settingAdvice(provider: Provider, change: SettingChange): Advice {
  const { name, value, restart } = change;
  if (provider === 'self') {
    return {
      fix: restart
        ? text('Run the statement as a superuser, then restart the server.', '请以超级用户执行该语句，然后重启数据库。')
        : text('Run the statements as a superuser; no restart is needed.', '请以超级用户执行以下语句，无需重启。'),
      fixSql: `ALTER SYSTEM SET ${name} = '${value}';${restart ? '' : '\nSELECT pg_reload_conf();'}`,
    };
  }
  const { where, after } = PLACES[provider];
  const own = OWN_NAMES[provider]?.[name] ?? { name, value };
  const last = restart ? after : text('It takes effect without a restart.', '修改后无需重启即可生效。');
  return {
    fix: text(`${where.en} set ${own.name} to ${own.value}. ${last.en}`, `${where.zh}将 ${own.name} 设为 ${own.value}。${last.zh}`),
  };
}

/** Parameters that providers put before the server's own. */
const OWN_NAMES: Partial<Record<Provider, Readonly<Record<string, { readonly name: string; readonly value: string }>>>> = {
  'amazon-rds': { wal_level: { name: 'rds.logical_replication', value: '1' } },
  'amazon-aurora': { wal_level: { name: 'rds.logical_replication', value: '1' } },
  'cloud-sql': { wal_level: { name: 'cloudsql.logical_decoding', value: 'on' } },
};

const PLACES: Readonly<Record<Exclude<Provider, 'self'>, { readonly where: Text; readonly after: Text }>> = {
  'alibaba-rds': {
    where: text(
      'In the ApsaraDB RDS console, open the instance, Parameters, Editable Parameters, and',
      '在 RDS 管理控制台进入实例的“参数设置 > 可修改参数”，',
    ),
    after: text('Submit the change; the instance restarts.', '提交后实例会重启，请在业务低峰期操作。'),
  },
  polardb: {
    where: text(
      'In the PolarDB console, open the cluster, Settings and Management, Parameters, and',
      '在 PolarDB 控制台进入集群的“配置与管理 > 参数配置”，',
    ),
    after: text('Submit the change; the cluster restarts.', '提交后集群会重启，请在业务低峰期操作。'),
  },
  'amazon-rds': {
    where: text(
      'In the Amazon RDS console, open the DB parameter group of the instance (make one of your own if it has the default group, which cannot be changed) and',
      '在 Amazon RDS 控制台打开实例所用的数据库参数组（默认参数组不可修改，请先创建自定义参数组并关联），',
    ),
    after: text('Then reboot the instance.', '然后重启实例。'),
  },
  'amazon-aurora': {
    where: text(
      'In the Amazon RDS console, open the DB cluster parameter group of the cluster (make one of your own if it has the default group, which cannot be changed) and',
      '在 Amazon RDS 控制台打开集群所用的数据库集群参数组（默认参数组不可修改，请先创建自定义参数组并关联），',
    ),
    after: text('Then reboot the writer instance.', '然后重启写入器实例。'),
  },
  'cloud-sql': {
    where: text(
      'In the Google Cloud console, open the Cloud SQL instance, Edit, Flags and parameters, and',
      '在 Google Cloud 控制台打开 Cloud SQL 实例的“修改 > 标志和参数”，',
    ),
    after: text('Saving restarts the instance.', '保存后实例会重启。'),
  },
  azure: {
    where: text('In the Azure portal, open the server, Server parameters, and', '在 Azure 门户打开该服务器的“服务器参数”，'),
    after: text('Save and restart the server.', '保存并重启服务器。'),
  },
};

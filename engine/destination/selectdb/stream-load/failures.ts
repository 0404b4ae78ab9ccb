import { EngineError } from '../../../errors.ts';
import { displayName, type TableName } from '../../../schema/table.ts';
import { counted, text } from '../../../text.ts';
import type { BrokenLoad } from './request.ts';

const SIDE = 'destination';

/** Nothing was loaded, and the same may be tried again. */
export function broken(error: BrokenLoad, table: TableName): EngineError {
  const name = displayName(table);
  return new EngineError({
    code: 'load.broken',
    message: text(
      `The load into ${name} broke off at ${error.place}: ${error.message}`,
      `向 ${name} 导入数据时与 ${error.place} 的连接中断：${error.message}`,
    ),
    hint: text(
      'It is tried again by itself. If it lasts: FE answers with the address of a backend, which must be reachable from here, its HTTP port (8040 unless changed) included.',
      '系统会自动重试。若持续出现，请确认从本机可以访问FE返回的BE地址及其HTTP端口（默认8040）。',
    ),
    retry: 'soon',
    side: SIDE,
    connection: true,
    object: name,
    cause: error,
  });
}

/** FE itself is not there, or is no FE: told at once, for nobody but who runs it can help. The task tries again by its own rules. */
export function unreachable(error: BrokenLoad, table: TableName): EngineError {
  const name = displayName(table);
  return new EngineError({
    code: 'connect.http-unreachable',
    message: text(
      `The HTTP port ${error.place} does not take rows of ${name}: ${error.message}`,
      `HTTP端口 ${error.place} 无法接收 ${name} 的数据：${error.message}`,
    ),
    hint: text(
      'It is tried again by itself. If it lasts, check that FE runs and that this is its HTTP port (http_port: 8030, in the cloud 8080; HTTPS 8050), and the firewall.',
      '系统会自动重试。若持续出现，请确认FE正在运行、该端口为其HTTP端口（http_port：自建8030，云上8080；HTTPS为8050），并检查防火墙。',
    ),
    retry: 'soon',
    side: SIDE,
    connection: true,
    object: name,
    cause: error,
  });
}

export function outcomeUnknown(label: string, table: TableName, cause: unknown): EngineError {
  const name = displayName(table);
  return new EngineError({
    code: 'load.outcome-unknown',
    message: text(`What became of the load ${label} into ${name} cannot be found out`, `无法确定向 ${name} 的导入任务 ${label} 的结果`),
    hint: text(
      'Nothing is sent again before that is known: the task asks again by itself. Look whether FE answers on its HTTP port.',
      '在确定结果之前不会重复发送数据，任务会自动再次查询。请确认FE的HTTP端口可以访问。',
    ),
    retry: 'soon',
    side: SIDE,
    connection: true,
    object: name,
    cause,
  });
}

/** What is there cannot be read before that, and what is made of it would be of an earlier time. */
export function unseen(label: string, table: TableName, cause: unknown): EngineError {
  const name = displayName(table);
  return new EngineError({
    code: 'load.unseen',
    message: text(
      `The rows of the load ${label} into ${name} are committed, and cannot be read yet`,
      `向 ${name} 的导入任务 ${label} 已提交，但其数据尚不可见`,
    ),
    hint: text(
      'The task asks again by itself. If it lasts, backends do not publish: look at the replicas of the table (ADMIN SHOW REPLICA STATUS FROM …) and at the load of the backends.',
      '任务会自动再次查询。若持续出现，说明BE未能发布版本，请检查该表的副本状态（ADMIN SHOW REPLICA STATUS FROM …）以及BE的负载。',
    ),
    retry: 'soon',
    side: SIDE,
    object: name,
    cause,
  });
}

export function crowded(reason: string, table: TableName): EngineError {
  const name = displayName(table);
  return new EngineError({
    code: 'load.too-many-versions',
    message: text(`The server takes no more loads into ${name} for now: ${reason}`, `服务器暂时无法继续向 ${name} 导入数据：${reason}`),
    hint: text(
      'It is tried again by itself. If it lasts, compaction does not keep up: raise selectdb.reservoir.timeout.milliseconds, lower the number of streams, or let other loads pause.',
      '系统会自动重试。若持续出现，说明 Compaction 跟不上，请调大 selectdb.reservoir.timeout.milliseconds、减少并发数，或暂停其他导入任务。',
    ),
    retry: 'soon',
    side: SIDE,
    object: name,
  });
}

export function passing(reason: string, table: TableName): EngineError {
  const name = displayName(table);
  return new EngineError({
    code: 'load.failed',
    message: text(`The load into ${name} failed: ${reason}`, `向 ${name} 导入数据失败：${reason}`),
    hint: text('It is tried again by itself.', '系统会自动重试。'),
    retry: 'soon',
    side: SIDE,
    object: name,
  });
}

export function denied(reason: string, table: TableName): EngineError {
  const name = displayName(table);
  return new EngineError({
    code: 'load.denied',
    message: text(`The account may not load into ${name}: ${reason}`, `账号无权向 ${name} 导入数据：${reason}`),
    hint: text(
      'Check name and password, and grant the account Load_priv on the database: GRANT LOAD_PRIV ON `database`.* TO user; in the cloud also USAGE_PRIV on a cluster.',
      '请检查账号和密码，并授予该账号目标数据库的 Load_priv 权限：GRANT LOAD_PRIV ON `database`.* TO user；云上实例还需授予计算集群的 USAGE_PRIV 权限。',
    ),
    retry: 'by-hand',
    side: SIDE,
    object: name,
  });
}

export function refused(reason: string, table: TableName): EngineError {
  const name = displayName(table);
  return new EngineError({
    code: 'load.refused',
    message: text(`The server refuses the load into ${name}: ${reason}`, `服务器拒绝向 ${name} 导入数据：${reason}`),
    hint: text(
      'Compare the table with the columns that are migrated, mend what the server names, and resume.',
      '请对照迁移的列检查目标表，按服务器提示处理后恢复任务。',
    ),
    retry: 'by-hand',
    side: SIDE,
    object: name,
  });
}

/** The server says it took fewer rows, or more, than were sent: that must never be passed over. */
export function rowsDiffer(table: TableName, { sent, loaded }: { readonly sent: number; readonly loaded: number }): EngineError {
  const name = displayName(table);
  return new EngineError({
    code: 'load.rows-differ',
    message: text(
      `${counted(sent, 'row')} ${sent === 1 ? 'was' : 'were'} sent to ${name}, and the server says it loaded ${loaded}`,
      `向 ${name} 发送了 ${sent} 行，但服务器返回导入了 ${loaded} 行`,
    ),
    hint: text('Migrate the table again, and report this with the version of the server.', '请重新迁移该表，并附上服务器版本反馈此问题。'),
    retry: 'never',
    side: SIDE,
    object: name,
  });
}

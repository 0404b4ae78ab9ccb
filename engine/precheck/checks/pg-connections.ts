import { availableParallelism } from 'node:os';
import { settingAdvice } from '../../postgres/advice.ts';
import { limitsOf } from '../../task/limits.ts';
import { text } from '../../text.ts';
import { type CheckContext, defineCheck, type Problem } from '../check.ts';
import { intoPostgres, loadsRows, serverName } from '../selected.ts';

/** Beside the streams: control, catalog, care, and the one that follows changes. */
const OTHERS = 4;

export const pgConnections = defineCheck({
  code: 'PG_CONNECTIONS',
  title: text('Free Connections', '可用连接数'),
  about: text(
    'Whether both servers have room for the connections of the task, one for each stream of full load and some more. Where there is none, the task waits and tries again, and so do your applications.',
    '检查两侧服务器是否有足够的空闲连接：全量迁移每路并行占用一个，另有若干管理连接。连接不足时任务会等待重试，业务应用也可能无法连接。',
  ),
  severity: 'warn',
  when: intoPostgres(loadsRows),
  run: async (context) => {
    const needed = limitsOf(context.config, availableParallelism()).streams + OTHERS;
    const [source, destination] = await Promise.all([context.sourceFacts(), context.destinationFacts()]);
    return [...lacking(context, 'source', source, needed), ...lacking(context, 'destination', destination, needed)];
  },
});

type Facts = Awaited<ReturnType<CheckContext['sourceFacts' | 'destinationFacts']>>;

function lacking({ config }: CheckContext, side: 'source' | 'destination', { server }: Facts, needed: number): readonly Problem[] {
  const { used, max } = server.connections;
  const free = Math.max(max - used, 0);
  if (free >= needed) return [];
  const advice = settingAdvice(server.provider, { name: 'max_connections', value: String(max + needed + needed), restart: true });
  const name = serverName(config[side]);
  return [
    {
      subject: name,
      cause: text(
        `${name} has ${free} free connections of ${max}; the task takes up to ${needed}`,
        `${name} 共 ${max} 个连接，空闲 ${free} 个；任务最多需要 ${needed} 个`,
      ),
      ...advice,
      fix: text(
        `End sessions that nobody needs, choose a smaller instance class, or raise max_connections. ${advice.fix.en}`,
        `请断开不需要的会话、选择较小的链路规格，或调大 max_connections。${advice.fix.zh}`,
      ),
    },
  ];
}

import { displayName, tableId } from '../../schema/table.ts';
import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { carriesRows, intoPostgres, selectedTables } from '../selected.ts';

/** A table that is carried into itself, or into another that is carried on, would bring its own rows back without end. */
export const checkTopology = defineCheck({
  code: 'CHECK_TOPOLOGY',
  title: text('Topology of Source and Destination', '源库与目标库的拓扑'),
  about: text(
    'Whether both addresses lead to one database, and the task would then write into tables it reads: each row would come back as a change.',
    '检查源和目标是否为同一个数据库，以及任务是否会写入其自身读取的表：否则写入的每一行都会再次成为变更。',
  ),
  severity: 'fail',
  when: intoPostgres(carriesRows),
  run: async (context) => {
    const [source, destination] = await Promise.all([context.sourceFacts(), context.destinationFacts()]);
    if (source.database !== destination.database || !sameServer(context.config, source.server.systemId, destination.server.systemId))
      return [];
    const selected = await selectedTables(context);
    const read = new Set(selected.map(({ plan }) => plan.id));
    return selected
      .filter(({ plan }) => read.has(tableId(plan.destination)))
      .map(({ plan }) => {
        const [from, to] = [displayName(plan.source), displayName(plan.destination)];
        return {
          subject: from,
          cause: text(
            `Source and destination are the same database, and ${from} is carried into ${to}, which the task reads as well: its rows would come back without end`,
            `源和目标是同一个数据库，而 ${from} 将写入任务同样会读取的 ${to}：数据会循环写入`,
          ),
          fix: text(
            'Enter the address of another database as the destination, or map the table to a schema that is not selected.',
            '请将目标库改为其他数据库，或将该表映射到未选择的模式。',
          ),
        };
      });
  },
});

type Places = Parameters<typeof checkTopology.when>[0];

/** The server's own number tells one under two addresses; where it may not be asked, the addresses do. */
function sameServer({ source, destination }: Places, sourceId: string | null, destinationId: string | null): boolean {
  if (sourceId !== null && destinationId !== null) return sourceId === destinationId;
  return source.host === destination.host && source.port === destination.port;
}

import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { intoSelectDb, makesStructure, serverName } from '../selected.ts';

/** What a cluster of one's own keeps of each row unless it is told otherwise. */
const USUAL_REPLICAS = 3;

export const selectdbReplicas = defineCheck({
  code: 'SELECTDB_REPLICAS',
  title: text('Replicas of Destination Tables', '目标表副本数'),
  about: text(
    'Whether the cluster has as many backends as the tables are to have replicas: a table cannot be made otherwise.',
    '检查集群的 BE 节点数是否不少于表的副本数：否则无法建表。',
  ),
  // What was asked for cannot be had; the cluster's own number may be another than the usual one.
  severity: ({ selectdb }) => (selectdb?.replicationNum === undefined ? 'warn' : 'fail'),
  when: intoSelectDb(makesStructure),
  run: async (context) => {
    const { backends, cloud } = await context.selectdbFacts();
    const asked = context.config.selectdb?.replicationNum;
    const wanted = asked ?? USUAL_REPLICAS;
    if (cloud || backends === null || backends.alive === 0 || wanted <= backends.alive) return [];
    return [
      {
        subject: serverName(context.config.destination),
        cause: text(
          `${asked === undefined ? `A cluster keeps ${wanted} replicas unless it was told otherwise` : `${wanted} replicas are asked for`}, and ${backends.alive} of ${backends.total} backends are alive: tables cannot be made`,
          `${asked === undefined ? `集群默认保存 ${wanted} 个副本` : `任务要求 ${wanted} 个副本`}，但 ${backends.total} 个BE节点中仅 ${backends.alive} 个存活，无法建表`,
        ),
        fix: text(
          `Set Replicas (selectdb.replicationNum) to ${backends.alive} at most, or start more backends.`,
          `请将“副本数”（selectdb.replicationNum）设为不超过 ${backends.alive}，或启动更多BE节点。`,
        ),
      },
    ];
  },
});

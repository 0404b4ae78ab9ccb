import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { intoPostgres, makesStructure } from '../selected.ts';

export const pgLocale = defineCheck({
  code: 'PG_LOCALE',
  title: text('Collation of the Databases', '数据库排序规则'),
  about: text(
    'LC_COLLATE and LC_CTYPE of both databases. Rows arrive unchanged whatever these are, but ORDER BY, upper() and range partitions on text may give other results at the destination.',
    '比较两侧数据库的 LC_COLLATE 与 LC_CTYPE。数据本身不受影响，但目标库中文本的 ORDER BY、upper() 及按文本划分的范围分区可能得到不同结果。',
  ),
  severity: 'warn',
  when: intoPostgres(makesStructure),
  run: async (context) => {
    const [source, destination] = await Promise.all([context.sourceFacts(), context.destinationFacts()]);
    const differences = (['collate', 'ctype'] as const).flatMap((name) => {
      const [from, to] = [source.server[name], destination.server[name]];
      return plain(from) === plain(to) ? [] : [`LC_${name.toUpperCase()} ${from} → ${to}`];
    });
    if (differences.length === 0) return [];
    const list = differences.join(', ');
    return [
      {
        subject: context.config.destination.database,
        cause: text(
          `The databases order or classify text differently (${list}): sorted results and upper or lower case may differ after the cut-over`,
          `两侧数据库的文本排序或字符分类规则不同（${list}）：切换后排序结果与大小写转换可能不同`,
        ),
        fix: text(
          `Create the destination database with LC_COLLATE '${source.server.collate}' LC_CTYPE '${source.server.ctype}' TEMPLATE template0, or ignore this if nothing depends on the order of text.`,
          `请使用 LC_COLLATE '${source.server.collate}' LC_CTYPE '${source.server.ctype}' TEMPLATE template0 创建目标数据库；若业务不依赖文本的排序，可忽略该项。`,
        ),
      },
    ];
  },
});

/** `en_US.UTF-8` and `en_US.utf8` are one. */
function plain(locale: string): string {
  return locale.toLowerCase().replaceAll('-', '');
}

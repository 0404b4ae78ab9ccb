import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { always, intoPostgres, serverName } from '../selected.ts';

const major = (version: number): number => Math.floor(version / 10_000);

export const checkDestVersion = defineCheck({
  code: 'CHECK_DEST_VERSION',
  title: text('Destination Database Version', '目标库版本'),
  about: text(
    'The version of the destination. What the source has from a later version cannot be made in an older one.',
    '检查目标库版本：高版本源库的特性可能无法在低版本目标库中创建。',
  ),
  severity: 'warn',
  when: intoPostgres(always),
  run: async (context) => {
    const [source, destination] = await Promise.all([context.sourceFacts(), context.destinationFacts()]);
    if (major(destination.version) >= major(source.version)) return [];
    return [
      {
        subject: serverName(context.config.destination),
        cause: text(
          `The destination (PostgreSQL ${destination.versionText}) is older than the source (PostgreSQL ${source.versionText}): it may not know all types, functions and table options of the source`,
          `目标库（PostgreSQL ${destination.versionText}）低于源库版本（PostgreSQL ${source.versionText}），可能不支持源库的部分类型、函数或表选项`,
        ),
        fix: text(
          `Use a destination of PostgreSQL ${major(source.version)} or later, or ignore this if the selected tables use nothing newer.`,
          `请使用 PostgreSQL ${major(source.version)} 或更高版本的目标库；若所选表未使用新特性，可忽略该项。`,
        ),
      },
    ];
  },
});

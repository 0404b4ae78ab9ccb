import { FLAVOUR_NAMES } from '../../postgres/flavour.ts';
import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { always, serverName } from '../selected.ts';

export const checkSrcFlavour = defineCheck({
  code: 'CHECK_SRC_FLAVOUR',
  title: text('Source Database Type', '源库类型'),
  about: text(
    'Whether the source is the kind of database that was chosen: kinds of PostgreSQL differ in types and rights.',
    '检查源库是否为所选的数据库类型：不同类型在数据类型和权限上有差异。',
  ),
  severity: 'warn',
  when: always,
  run: async (context) => {
    const { source } = context.config;
    const { flavour } = await context.sourceFacts();
    if (flavour.name === source.type) return [];
    const [is, chosen] = [FLAVOUR_NAMES[flavour.name], FLAVOUR_NAMES[source.type]];
    const oracle = flavour.name === 'polardb-oracle';
    return [
      {
        subject: serverName(source),
        cause: text(
          `The source ${serverName(source)} is ${is.en}, not ${chosen.en} as chosen`,
          `源库 ${serverName(source)} 是 ${is.zh}，与所选的 ${chosen.zh} 不符`,
        ),
        fix: oracle
          ? text(
              'Migrating from the Oracle-compatible mode is not supported: packages, synonyms and types of its own are not carried. Ignore this if the selected objects use none of them.',
              '不支持以兼容 Oracle 模式的数据库作为源库：其特有的包、同义词和类型不会迁移。若所选对象未使用这些特性，可忽略该项。',
            )
          : text('Choose its type in the first step, or check the address.', '请在第一步选择相应的数据库类型，或检查地址是否正确。'),
      },
    ];
  },
});

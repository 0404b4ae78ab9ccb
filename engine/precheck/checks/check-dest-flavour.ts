import { FLAVOUR_NAMES } from '../../postgres/flavour.ts';
import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { always, intoPostgres, serverName } from '../selected.ts';

export const checkDestFlavour = defineCheck({
  code: 'CHECK_DEST_FLAVOUR',
  title: text('Destination Database Type', '目标库类型'),
  about: text(
    'Whether the destination is the kind of database that was chosen: kinds of PostgreSQL differ in what they store for the same value.',
    '检查目标库是否为所选的数据库类型：不同类型对同一数据的存储方式可能不同。',
  ),
  severity: 'warn',
  when: intoPostgres(always),
  run: async (context) => {
    const { destination } = context.config;
    const { flavour } = await context.destinationFacts();
    if (destination.type === 'selectdb' || flavour.name === destination.type) return [];
    const [is, chosen] = [FLAVOUR_NAMES[flavour.name], FLAVOUR_NAMES[destination.type]];
    return [
      {
        subject: serverName(destination),
        cause: text(
          `The destination ${serverName(destination)} is ${is.en}, not ${chosen.en} as chosen`,
          `目标库 ${serverName(destination)} 是 ${is.zh}，与所选的 ${chosen.zh} 不符`,
        ),
        fix:
          flavour.name === 'polardb-oracle'
            ? text(
                `Choose ${is.en} in the first step: the precheck then tells in what it differs from PostgreSQL.`,
                `请在第一步选择 ${is.zh}，预检查将列出其与 PostgreSQL 的差异。`,
              )
            : text('Choose its type in the first step, or check the address.', '请在第一步选择相应的数据库类型，或检查地址是否正确。'),
      },
    ];
  },
});

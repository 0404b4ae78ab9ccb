import { type Text, text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { always, intoPostgres } from '../selected.ts';

export const pgEncoding = defineCheck({
  code: 'PG_ENCODING',
  title: text('Encoding of the Databases', '数据库编码'),
  about: text(
    'The encodings of both databases. A character that the destination cannot hold stops its table.',
    '比较两侧数据库的编码：目标库无法存储的字符会使该表报错停止。',
  ),
  severity: 'warn',
  when: intoPostgres(always),
  run: async (context) => {
    const [source, destination] = await Promise.all([context.sourceFacts(), context.destinationFacts()]);
    const cause = difference(source.encoding, destination.encoding);
    if (cause === null) return [];
    return [
      {
        subject: context.config.destination.database,
        cause,
        fix: text(
          `Create the destination database with ENCODING 'UTF8', which holds all characters; text that does not fit stops its table with an error.`,
          `请使用 ENCODING 'UTF8' 创建目标数据库，它可容纳所有字符；无法转换的文本会使所在的表报错。`,
        ),
      },
    ];
  },
});

function difference(source: string, destination: string): Text | null {
  if (source === 'SQL_ASCII')
    return text(
      'The source database has the encoding SQL_ASCII, which accepts any bytes: some of its text may be valid in no encoding',
      '源库编码为 SQL_ASCII，可存入任意字节：其中部分文本可能不符合任何编码',
    );
  if (destination === 'SQL_ASCII')
    return text(
      `The destination database has the encoding SQL_ASCII (source: ${source}): it does not check text and does not convert it for its clients`,
      `目标库编码为 SQL_ASCII（源库为 ${source}）：不校验文本，也不为客户端转换编码`,
    );
  // UTF8 holds the characters of every other encoding.
  if (source === destination || destination === 'UTF8') return null;
  return text(
    `The source database has the encoding ${source}, the destination ${destination}: characters may be missing there`,
    `源库编码为 ${source}，目标库编码为 ${destination}：部分字符可能无法存入`,
  );
}

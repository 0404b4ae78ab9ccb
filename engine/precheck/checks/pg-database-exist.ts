import { quote } from '../../postgres/quote.ts';
import { text } from '../../text.ts';
import { defineCheck, type Problem } from '../check.ts';
import { missingDatabase } from '../connection.ts';
import { always } from '../selected.ts';

export const pgDatabaseExist = defineCheck({
  code: 'PG_DATABASE_EXIST',
  title: text('Existence of the Databases', '数据库存在性'),
  about: text(
    'Whether the named databases are there. The task makes schemas and tables, but no database.',
    '检查所填的数据库是否存在：任务会创建模式和表，但不会创建数据库。',
  ),
  severity: 'fail',
  when: always,
  run: async ({ config, source, destination }) => {
    const [atSource, atDestination] = await Promise.all([missingDatabase(source), missingDatabase(destination)]);
    const problems: Problem[] = [];
    if (atSource !== null) problems.push({ subject: config.source.database, cause: atSource.message, fix: atSource.hint });
    if (atDestination !== null)
      problems.push({
        subject: config.destination.database,
        cause: atDestination.message,
        fix: atDestination.hint,
        fixSql: `CREATE DATABASE ${quote(config.destination.database)};`,
      });
    return problems;
  },
});

import { ownerOr } from '../../postgres/advice.ts';
import { literal } from '../../postgres/quote.ts';
import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { intoPostgres, loadsRows } from '../selected.ts';

export const pgLargeObjectRight = defineCheck({
  code: 'PG_LARGE_OBJECT_RIGHT',
  title: text('Right to Read Large Objects', '大对象读取权限'),
  about: text(
    'Whether the source account may read all large objects, and the destination account write them.',
    '检查源库账号能否读取所有大对象，以及目标库账号能否写入。',
  ),
  severity: 'fail',
  when: intoPostgres((config) => loadsRows(config) && config.full.largeObjects),
  run: async (context) => {
    const { largeObjects, user, version, server } = await context.sourceFacts();
    if (largeObjects.unreadable === 0) return [];
    const { en, zh } = ownerOr(text('the owner of the large objects', '大对象的所有者'), server.provider);
    return [
      {
        subject: user,
        cause: text(
          `The source account ${user} may not read ${largeObjects.unreadable} of the ${largeObjects.count} large objects`,
          `源库账号 ${user} 无权读取 ${largeObjects.count} 个大对象中的 ${largeObjects.unreadable} 个`,
        ),
        fix: text(
          `Run the statement at the source ${en}, or switch "Large objects" off in Advanced Settings.`,
          `请${zh}在源库执行该语句，或在“高级配置”中关闭“大对象”。`,
        ),
        fixSql: grantAll(user, version),
      },
    ];
  },
});

/** Each grant holds a lock until the transaction ends, and ten thousand are more than a server has room for. DO commits from 11 on. */
function grantAll(user: string, version: number): string {
  const commit = version >= 110000 ? '\n    done := done + 1;\n    IF done % 1000 = 0 THEN COMMIT; END IF;' : '';
  return `DO $$ DECLARE number oid; done int := 0; BEGIN
  FOR number IN SELECT oid FROM pg_largeobject_metadata LOOP
    EXECUTE format('GRANT SELECT ON LARGE OBJECT %s TO %I', number, ${literal(user).trim()});${commit}
  END LOOP;
END $$;`;
}

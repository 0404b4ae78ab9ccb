import { EngineError } from '../../../errors.ts';
import { displayName, type TableName } from '../../../schema/table.ts';

/** The log tells that a row changed, but not which. */
export function noIdentity(table: TableName, kind: 'update' | 'delete'): EngineError {
  const name = displayName(table);
  const [en, zh] = kind === 'update' ? ['An UPDATE', 'UPDATE'] : ['A DELETE', 'DELETE'];
  return new EngineError({
    code: 'source.no-identity',
    message: {
      en: `${en} of ${name} does not say which row it is of: the table has no replica identity.`,
      zh: `${name} 没有复制标识（REPLICA IDENTITY），其${zh}操作无法确定对应的行。`,
    },
    hint: {
      en: `Give ${name} a primary key, or run ALTER TABLE ... REPLICA IDENTITY FULL at the source; then copy the table again, for this change cannot be had any more.`,
      zh: `请为 ${name} 添加主键，或在源库执行 ALTER TABLE ... REPLICA IDENTITY FULL；该变更已无法获取，之后需重新迁移该表。`,
    },
    retry: 'by-hand',
    side: 'source',
    object: name,
  });
}

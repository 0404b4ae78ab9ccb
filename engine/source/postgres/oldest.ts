import { EngineError } from '../../errors.ts';
import { text } from '../../text.ts';

const OLDEST = 90_600;

/**
 * Before anything else is asked of a server: what an older one is asked it does not understand, which says nothing to anyone.
 * @throws EngineError `source.too-old`
 */
export function refuseOlder(version: number, versionText: string): void {
  if (version >= OLDEST) return;
  throw new EngineError({
    code: 'source.too-old',
    message: text(
      `The source runs PostgreSQL ${versionText}; versions from 9.6 on can be migrated`,
      `源库版本为 PostgreSQL ${versionText}，仅支持 9.6 及以上版本`,
    ),
    hint: text('Upgrade the source to PostgreSQL 9.6 or later.', '请将源库升级到 PostgreSQL 9.6 或更高版本。'),
    retry: 'never',
    side: 'source',
  });
}

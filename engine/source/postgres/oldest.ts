import { EngineError } from '../../errors.ts';
import { text } from '../../text.ts';

const OLDEST = 100_000;

/**
 * Before anything else is asked of a server: what an older one is asked it does not understand, which says nothing to anyone.
 * @throws EngineError `source.too-old`
 */
export function refuseOlder(version: number, versionText: string): void {
  if (version >= OLDEST) return;
  throw new EngineError({
    code: 'source.too-old',
    message: text(
      `The source runs PostgreSQL ${versionText}; versions from 10 on can be migrated`,
      `源库版本为 PostgreSQL ${versionText}，仅支持 10 及以上版本`,
    ),
    hint: text('Upgrade the source to PostgreSQL 10 or later.', '请将源库升级到 PostgreSQL 10 或更高版本。'),
    retry: 'never',
    side: 'source',
  });
}

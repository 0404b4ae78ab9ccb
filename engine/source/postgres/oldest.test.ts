import { expect, test } from 'vitest';
import type { CheckContext } from '../../precheck/check.ts';
import { checkSrc } from '../../precheck/checks/check-src.ts';
import { refuseOlder } from './oldest.ts';

test('a server before version 9.6 is refused by its version, and the precheck says so in its own words', async () => {
  expect(() => refuseOlder(90_624, '9.6.24')).not.toThrow();
  const asked = () => refuseOlder(90_526, '9.5.26');
  expect(asked).toThrow('The source runs PostgreSQL 9.5.26; versions from 9.6 on can be migrated');
  const config = { source: { host: 'db-01', port: 5432 } };
  const context = { config, sourceFacts: async () => asked() } as unknown as CheckContext;
  expect(await checkSrc.run(context)).toEqual([
    {
      subject: 'db-01:5432',
      cause: { en: expect.stringContaining('PostgreSQL 9.5.26'), zh: '源库版本为 PostgreSQL 9.5.26，仅支持 9.6 及以上版本' },
      fix: { en: 'Upgrade the source to PostgreSQL 9.6 or later.', zh: '请将源库升级到 PostgreSQL 9.6 或更高版本。' },
    },
  ]);
});

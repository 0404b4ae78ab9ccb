import { expect, test } from 'vitest';
import { text } from '../text.ts';
import { ownerOr, privileged, settingAdvice } from './advice.ts';
import type { Provider } from './provider.ts';

const MANAGED: readonly Provider[] = ['alibaba-rds', 'polardb', 'amazon-rds', 'amazon-aurora', 'cloud-sql', 'azure'];

test('where a provider keeps the superuser nobody is told to be one', () => {
  for (const provider of MANAGED) {
    expect(privileged(provider).en).toMatch(/^with the privileged account of the (instance|cluster)$/);
    expect(settingAdvice(provider, { name: 'wal_level', value: 'logical', restart: true })).not.toHaveProperty('fixSql');
  }
  expect(privileged('self').en).toBe('as a superuser');
});

test('the owner may always, in both languages', () => {
  const owner = text('the owner of the tables', '表的所有者');
  expect(ownerOr(owner, 'self')).toEqual(text('as the owner of the tables or as a superuser', '以表的所有者或超级用户'));
  expect(ownerOr(owner, 'polardb').zh).toBe('以表的所有者或集群的高权限账号');
});

test('a setting is found under the name and at the place its provider has for it', () => {
  const logical = { name: 'wal_level', value: 'logical', restart: true };
  expect(settingAdvice('self', logical)).toMatchObject({ fixSql: "ALTER SYSTEM SET wal_level = 'logical';" });
  expect(settingAdvice('alibaba-rds', logical).fix.en).toContain('ApsaraDB RDS console');
  expect(settingAdvice('polardb', logical).fix.en).toContain('PolarDB console');
  for (const provider of ['amazon-rds', 'amazon-aurora'] as const)
    expect(settingAdvice(provider, logical).fix.en).toContain('set rds.logical_replication to 1');
  expect(settingAdvice('cloud-sql', logical).fix.en).toContain('set cloudsql.logical_decoding to on');
});

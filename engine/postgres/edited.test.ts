import { describe, expect, test } from 'vitest';
import { readEdited } from './edited.ts';

const names = async (sql: string) => (await readEdited(sql)).touched.map(({ schema, name }) => `${schema}.${name}`);

describe('statements that a person has written', () => {
  test('are taken apart at their semicolons alone', async () => {
    const { statements } = await readEdited(
      `create function a.f() returns text language sql as $$ select ';é' $$; drop view a.v ;\n-- done\n`,
    );
    expect(statements).toEqual([`create function a.f() returns text language sql as $$ select ';é' $$`, 'drop view a.v']);
  });

  test('touch what they make otherwise or write to', async () => {
    expect(await names('alter table a.t add column n int; drop table a.u, b.v; update a.w set x = 1')).toEqual([
      'a.t',
      'a.u',
      'b.v',
      'a.w',
    ]);
    expect(await names('create index i on a.t (n); truncate a.u; insert into a.v select * from a.w; delete from a.x using a.y')).toEqual([
      'a.t',
      'a.u',
      'a.v',
      'a.x',
    ]);
  });

  test('do not touch what they only read, or refer to', async () => {
    expect(await names('alter table a.t add foreign key (n) references a.u')).toEqual(['a.t']);
    expect(await names('create view b.v as select * from a.t join a.u using (id)')).toEqual(['b.v']);
    expect(await names('update a.t set n = (select max(n) from a.u) from a.w where a.w.id = 1')).toEqual(['a.t']);
  });

  test.each([
    'alter tabel a.t add n int',
    '',
    '-- nothing',
    'alter table a.t add n int; commit',
    'begin',
    'create index concurrently i on a.t (n)',
    'drop index concurrently a.i',
    'vacuum a.t',
    `set search_path = a`,
    'deallocate all',
    `copy a.t from '/tmp/x'`,
    `select '\0'`,
  ])('%j is refused early', async (sql) => {
    await expect(readEdited(sql)).rejects.toMatchObject({ code: 'ddl.edit-refused', retry: 'never' });
  });

  test('what holds for its transaction alone may be set', async () => {
    expect((await readEdited(`set local lock_timeout = '5s'; alter table a.t add n int`)).statements).toHaveLength(2);
  });
});

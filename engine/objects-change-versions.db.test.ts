import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { Hand } from '#e2e/faults/hand.ts';
import { begun, change, expectTidy, follows, quick, ROUND, SLOW, stateOf } from '#e2e/faults/joining.ts';
import { sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { tableId } from './schema/table.ts';

describe.each([
  { sourceMajor: 11, decoder: 'pgoutput' },
  { sourceMajor: 15, decoder: 'test_decoding' },
  { sourceMajor: 17, decoder: 'pgoutput' },
] as const)('a task by $decoder from version $sourceMajor', ({ sourceMajor, decoder }) => {
  let servers: TestServers;

  beforeAll(async () => {
    servers = await startServers({ sourceMajor });
  }, 300_000);

  afterAll(() => servers[Symbol.asyncDispose]());

  test('is joined by tables under writing, which may be taken away again', async () => {
    const { task, source, destination } = await begun(servers, 'joined', { incremental: { decoder } });
    await using _ = task;
    const hand = new Hand(source, ROUND);
    await change(task, 'item', 'late', 'keyless');
    await task.when(() => stateOf(task, 'late') === 'copying');
    await quick(task);
    await follows(task, 'late');
    await follows(task, 'keyless');
    await hand.stop();
    await task.catchesUp();
    expect(await compareDatabases(source, destination, ['public'])).toMatchObject({ difference: null });
    await change(task, 'item', 'keyless');
    await sql(source, `update late set v = 'unseen'`, 'delete from keyless where n = 1', 'update item set v = id::text');
    await task.catchesUp();
    await sql(source, 'drop table late');
    await sql(destination, 'drop table late');
    expect(await compareDatabases(source, destination, ['public'])).toMatchObject({ difference: null });
    await expectTidy(source, destination);
    expect(task.complaints()).toEqual([]);
  });

  test('has a table copied again beside the others, which was changed meanwhile', async () => {
    const { task, source, destination } = await begun(servers, 'again', {
      followed: ['item', 'late', 'keyless'],
      incremental: { decoder },
    });
    await using _ = task;
    await quick(task);
    await follows(task, 'late');
    const hand = new Hand(source, ROUND);
    await sql(destination, `update late set v = 'damaged'`, 'delete from keyless');
    await task.engine.adjust(task.id, SLOW);
    for (const name of ['late', 'keyless']) await task.engine.copyTable(task.id, tableId({ schema: 'public', name }));
    await task.when(() => stateOf(task, 'late') === 'copying');
    const altered = sql(source, 'alter table late add column more int default 7', 'update late set more = 8 where id < 5');
    await sql(source, `insert into item values (-1, 'marker')`);
    await expect.poll(() => value(destination, 'select v from item where id = -1'), { timeout: 60_000 }).toBe('marker');
    await quick(task);
    await altered;
    await follows(task, 'late');
    await follows(task, 'keyless');
    await hand.stop();
    await task.catchesUp();
    expect(await compareDatabases(source, destination, ['public'])).toMatchObject({ difference: null });
    await task.hears((event) => event.kind === 'applied');
    await expectTidy(source, destination);
  });
});

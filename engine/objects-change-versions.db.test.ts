import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { Hand } from '#e2e/faults/hand.ts';
import { begun, change, expectTidy, follows, quick, ROUND, stateOf } from '#e2e/faults/joining.ts';
import { sql, startServers, type TestServers } from '#e2e/faults/servers.ts';

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
});

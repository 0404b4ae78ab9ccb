import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Bench, problemAbout, startBench } from '#e2e/precheck/bench.ts';

// Real servers: slow machines are given their time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const APP = [{ schema: 'app' }];
const PASS = { severity: 'pass', problems: [] };

describe('towards an older server', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench({ source: 17, destination: 12 });
  });
  afterAll(async () => {
    await bench[Symbol.asyncDispose]();
  });

  test('PG_OBJECT_VERSION: a function whose body is no string', async () => {
    const pair = await bench.pair();
    await pair.run(
      'source',
      `create schema app; create table app.t (id int primary key);
       create function app.sure(a int) returns int language sql return a + 1`,
    );
    const finding = await pair.find('PG_OBJECT_VERSION', APP);
    expect(finding).toMatchObject({ severity: 'warn' });
    const problem = problemAbout(finding, 'app.sure(integer)');
    expect(problem.cause.en).toContain('version 14');
    expect(problem.cause.en).toContain('version 12');
  });

  test('PG_EXTENSION_DEST: an extension that is not offered, and one that is older', async () => {
    const pair = await bench.pair();
    await pair.run('source', 'create schema app; create table app.t (id int primary key)');
    expect(await pair.find('PG_EXTENSION_DEST', APP)).toMatchObject(PASS);
    await pair.run('source', 'create extension pg_surgery with schema app; create extension pageinspect with schema app');
    const finding = await pair.find('PG_EXTENSION_DEST', APP);
    expect(finding).toMatchObject({ severity: 'warn' });
    expect(problemAbout(finding, 'pg_surgery').cause.en).toContain('does not offer extension pg_surgery');
    expect(problemAbout(finding, 'pageinspect').cause.en).toMatch(/version 1\.\d+, the destination in 1\.\d+/);
  });
});

describe('towards a newer server', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench({ source: 12, destination: 18 });
  });
  afterAll(async () => {
    await bench[Symbol.asyncDispose]();
  });

  test('PG_RESERVED_NAME: a column whose name became a word of its own', async () => {
    const pair = await bench.pair();
    await pair.run('source', 'create schema app; create table app.t (id int primary key, system_user text)');
    expect(await pair.find('PG_OBJECT_VERSION', APP)).toMatchObject(PASS);
    await pair.run('source', 'create view app.v as select system_user from app.t');
    const finding = await pair.find('PG_RESERVED_NAME', APP);
    expect(finding).toMatchObject({ severity: 'warn' });
    expect(problemAbout(finding, 'system_user').cause.en).toContain('app.t.system_user');
    await pair.run('source', 'drop view app.v; alter table app.t rename column system_user to login');
    expect(await pair.find('PG_RESERVED_NAME', APP)).toMatchObject(PASS);
  });
});

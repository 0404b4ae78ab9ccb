import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Client } from './client.ts';
import { type Bench, oneRow, openBench, UNIQUE_TABLE } from './testing.ts';

describe('users and rights', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench({ password: 'se:cret/%' });
    await bench.client.run(UNIQUE_TABLE);
    await bench.client.run(`CREATE USER 'mover'@'%' IDENTIFIED BY 'pw'`);
  });
  afterEach(() => bench[Symbol.asyncDispose]());

  test('passwords are asked for at both doors', async () => {
    const { client, emulator } = bench;
    expect((await client.load(oneRow('a'))).json.Status).toBe('Success');
    await expect(Client.open({ ...client.address, password: 'wrong' })).rejects.toThrow(
      "Access denied for user 'root'@'127.0.0.1' (using password: YES)",
    );
    await expect(Client.open({ ...client.address, user: 'nobody' })).rejects.toThrow('Access denied');
    const wrong = Buffer.from('root:wrong').toString('base64');
    const refused = await client.load({ ...oneRow('b'), headers: { authorization: `Basic ${wrong}` } });
    expect(refused).toMatchObject({ status: 200, json: { code: 401, msg: 'Unauthorized' } });
    const bare = await fetch(`http://${emulator.host}:${emulator.httpPort}/api/app/t/_stream_load`, { method: 'PUT', body: 'x' });
    expect(await bare.json()).toEqual({ status: 'FAILED', msg: 'There is no 100-continue header' });
    const direct = await fetch(`http://${emulator.host}:${emulator.backendPort}/api/app/t/_stream_load`, { method: 'PUT', body: 'x' });
    expect(direct.status).toBe(401);
  });

  test('the frontend leads on with the credentials in the address', async () => {
    const mover = await bench.as('mover', 'pw');
    expect((await mover.load(oneRow('a'))).json).toMatchObject({ code: 401 });
    await bench.client.run(`GRANT LOAD_PRIV ON internal.app.t TO 'mover'@'%'`);
    expect((await mover.load(oneRow('a'))).json.Status).toBe('Success');
    expect(await mover.outcome('SELECT * FROM app.t')).toContain('Select_priv');
  });

  test('each statement asks for its own right', async () => {
    const mover = await bench.as('mover', 'pw');
    const needs: readonly (readonly [string, string, string])[] = [
      ['CREATE DATABASE other', 'CREATE', `GRANT CREATE_PRIV ON *.*.* TO mover`],
      [UNIQUE_TABLE.replace('TABLE t', 'TABLE app.u'), 'OK', ''],
      ['ALTER TABLE app.t ADD COLUMN w INT', 'ALTER command denied', `GRANT ALTER_PRIV ON app.* TO mover`],
      ['TRUNCATE TABLE app.t', 'LOAD command denied', `GRANT LOAD_PRIV ON app.* TO mover`],
      ['DROP TABLE app.t', 'DROP', `GRANT DROP_PRIV ON app.* TO mover`],
      ['SHOW BACKENDS', 'ADMIN', `GRANT ADMIN_PRIV ON *.*.* TO mover`],
    ];
    for (const [statement, refusal, grant] of needs) {
      if (grant !== '') {
        expect(await mover.outcome(statement)).toContain(refusal);
        await bench.client.run(grant);
      }
      expect(await mover.outcome(statement)).toBe('OK');
    }
  });

  test('SHOW GRANTS: cells by scope, others only with GRANT', async () => {
    await bench.client.run(`GRANT SELECT_PRIV, LOAD_PRIV ON internal.app.* TO 'mover'@'%'`);
    await bench.client.run(`GRANT ALTER_PRIV ON app.t TO 'mover'@'%'`);
    await bench.client.run(`GRANT USAGE_PRIV ON RESOURCE 'r' TO 'mover'@'%'`);
    const mover = await bench.as('mover', 'pw');
    const [row = []] = await mover.rows('SHOW GRANTS');
    expect(row).toHaveLength(15);
    expect([row[0], row[2], row[4], row[7], row[9]]).toEqual([`'mover'@'%'`, 'Yes', null, 'internal.app.t: Alter_priv', 'r: Usage_priv']);
    expect(row[6]).toContain('internal.app: Select_priv,Load_priv');
    expect(await mover.outcome(`SHOW GRANTS FOR 'root'@'%'`)).toContain('GRANT');
    await bench.client.run(`REVOKE SELECT_PRIV ON internal.app.* FROM 'mover'@'%'`);
    expect(await mover.outcome('SELECT * FROM app.t')).toContain('Select_priv');
  });

  test('without any right a database is not even there', async () => {
    const mover = await bench.as('mover', 'pw');
    expect(await mover.rows('SHOW DATABASES')).toEqual([['information_schema'], ['mysql']]);
    expect(await mover.rows(`SELECT table_name FROM information_schema.tables`)).toEqual([]);
  });

  test('an expired password lets nothing through but a new one', async () => {
    const mover = await bench.as('mover', 'pw');
    const user = bench.emulator.cluster.users.find('mover');
    if (user !== null) user.expired = true;
    expect(await mover.outcome('SELECT 1')).toContain('Your password has expired');
    expect((await mover.load(oneRow('a'))).json).toMatchObject({ code: 401 });
    await mover.run(`SET PASSWORD = PASSWORD('new')`);
    expect(await mover.outcome('SELECT 1')).toBe('OK');
    await bench.as('mover', 'new');
  });

  test('prepared statements are not to be relied on', async () => {
    const { createConnection } = await import('mysql2/promise');
    const { host, mysqlPort: port } = bench.emulator;
    const connection = await createConnection({ host, port, user: 'mover', password: 'pw' });
    await expect(connection.execute('SELECT 1')).rejects.toThrow('Unsupported command');
    await connection.end();
  });
});

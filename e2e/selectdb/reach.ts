import type { TestServers } from '#e2e/faults/servers.ts';
import { openSelectDbSession } from '#engine/destination/selectdb/session.ts';
import { selectdbEndpoint } from '#engine/task/config.ts';
import type { Emulator } from './emulator.ts';

/** How the emulator's administrator, who has no password, reaches it. */
export function rootOf({ host, mysqlPort: port, httpPort }: Emulator) {
  return selectdbEndpoint.parse({ type: 'selectdb', host, port, httpPort, user: 'root' });
}

/** The same servers, with the emulator for a destination; schemas become databases there, so each test has its own. */
export function withSelectDb(servers: TestServers, emulator: Emulator): TestServers {
  return { ...servers, destination: { ...servers.destination, endpoint: () => rootOf(emulator) } } as unknown as TestServers;
}

/** The emulator is a cluster of one backend. A second between writes: the least that can be asked for. */
export const ONE_COPY = { replicationNum: 1, reservoirMilliseconds: 1_000 };

/** What is there, a line a row, read over the MySQL protocol. */
export async function rowsAt(emulator: Emulator, query: string): Promise<readonly string[]> {
  await using session = await openSelectDbSession(rootOf(emulator));
  const rows = await session.query(query);
  return rows.map((row) =>
    Object.values(row)
      .map((value) => value ?? 'NULL')
      .join('|'),
  );
}

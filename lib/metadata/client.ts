import { PrismaPg } from '@prisma/adapter-pg';
import { perProcess, takeFromProcess } from '#lib/process.ts';
import { PrismaClient } from '#prisma/generated/client.ts';

/** The metadata store's client; one a process. */
export function metadata(): PrismaClient {
  return perProcess('metadata', () => {
    const url = process.env.DATABASE_URL;
    if (url === undefined) throw new Error('The metadata store is not open: start OpenDTS with npm start, npm run dev or npm run demo.');
    return new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: 10 }) });
  });
}

/** Closes the client's connections; the next use makes a new one. */
/** The store did not answer, and who asked it for us does not say why. */
export class StoreDown extends Error {
  override readonly name = 'StoreDown';
}

/** SQLSTATE, Node.js, Prisma and its adapter, in their words: gone, starting, ending, out of connections. */
const DOWN =
  /^(57P0\d|08\w{3}|53\w{3}|E(CONN|PIPE|TIMEDOUT|HOST|NET|AI)\w*|P1\d{3}|P2024|P2037|DatabaseNotReachable|ConnectionClosed|SocketTimeout|TooManyConnections)$/;

/** Whether the store itself failed, rather than what it was asked. */
export function isStoreDown(error: unknown): boolean {
  if (error instanceof StoreDown) return true;
  if (error === null || typeof error !== 'object') return false;
  const { code, originalCode, kind, cause, meta, name } = error as Readonly<Record<string, unknown>>;
  if ([code, originalCode, kind].some((word) => typeof word === 'string' && DOWN.test(word))) return true;
  if (name === 'PrismaClientInitializationError') return true;
  const adapter = meta !== null && typeof meta === 'object' && 'driverAdapterError' in meta ? meta.driverAdapterError : undefined;
  return isStoreDown(cause) || isStoreDown(adapter);
}

export async function closeMetadataClient(): Promise<void> {
  await takeFromProcess<PrismaClient>('metadata')?.$disconnect();
}

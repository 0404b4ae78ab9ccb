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
export async function closeMetadataClient(): Promise<void> {
  await takeFromProcess<PrismaClient>('metadata')?.$disconnect();
}

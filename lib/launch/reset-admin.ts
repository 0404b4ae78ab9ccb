import { existsSync } from 'node:fs';
import { type Env, metadataFolder, readEnv } from '#lib/env.ts';
import { closeMetadataClient } from '#lib/metadata/client.ts';
import { StoreInUse } from '#lib/metadata/hold.ts';
import { openMetadata } from '#lib/metadata/metadata.ts';
import { Refused } from '#lib/refused.ts';
import { recoverAdministrator } from '#lib/session/recover.ts';

/**
 * Gives an administrator a new password on the machine itself, and says it once. The console must not run meanwhile: who is signed in
 * there would stay so until its next request.
 * @throws Refused saying what to do
 */
export async function resetAdmin(email: string | null, say: (line: string) => void, env: Env = readEnv()): Promise<void> {
  // An empty folder would become a new installation.
  if (env.databaseUrl === null && !existsSync(metadataFolder(env))) {
    throw new Refused(`There is no OpenDTS in the data folder ${env.dataFolder}. Name the folder it has with OPENDTS_DATA.`);
  }
  process.env.OPENDTS_DATA = env.dataFolder;
  const metadata = await openMetadata(env, (error) => say(error.message)).catch((error: unknown) => {
    throw error instanceof StoreInUse
      ? new Refused('The console runs. End it, run this again, and start it: its tasks go on from where they were.', { cause: error })
      : error;
  });
  process.env.DATABASE_URL = metadata.url;
  try {
    const { name, email: address, password } = await recoverAdministrator(email);
    say(`New password of ${name} (${address}): ${password}`);
    say('It works once: the console asks for one of your own at the first sign-in. It is not shown again.');
  } finally {
    await closeMetadataClient();
    await metadata.close();
  }
}

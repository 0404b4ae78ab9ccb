import { isStoreDown } from './client.ts';

/** An embedded store that crashed is back within seconds; a task whose state could not be saved would stop. */
const PATIENCE_MS = 30_000;
const AGAIN_MS = 500;

/** Does what the engine relies on, waiting for a metadata store that is away for a moment. `work` must be repeatable. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isStoreDown(error) || Date.now() > deadline) throw error;
      await new Promise((settle) => setTimeout(settle, AGAIN_MS));
    }
  }
}

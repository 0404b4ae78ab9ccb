// First file of a worker thread.
import { join } from 'node:path';
import { run } from '../bundle.mjs';

await run(join(import.meta.dirname, 'worker.ts'));

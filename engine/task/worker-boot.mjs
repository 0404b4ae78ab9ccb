// First file of a worker thread, in JavaScript because nothing has been registered yet that reads TypeScript. `--import tsx` in
// the thread's options would do on some Node.js versions only: on others tsx registers itself in the main thread alone.
import { register } from 'tsx/esm/api';

register();
await import('./worker.ts');

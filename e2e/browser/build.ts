import { join } from 'node:path';
import { buildIfStale } from '#lib/launch/build.ts';

/** Before any test: the time a build takes is no test's. */
export default async function build(): Promise<void> {
  await buildIfStale(join(import.meta.dirname, '..', '..'), console.log);
}

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestServers } from '#e2e/faults/servers.ts';

/** A document as a person might write it, right or wrong. */
export type Document = Readonly<Record<string, unknown>>;

export interface Said {
  readonly code: number | null;
  /** Everything printed, in the order of the two streams. */
  readonly text: string;
}

let files = 0;

export function writeDocument(servers: TestServers, document: Document): string {
  files += 1;
  const file = join(servers.dir, `task-${files}.json`);
  writeFileSync(file, JSON.stringify(document));
  return file;
}

/** Runs `opendts` to its end. */
export function opendts(servers: TestServers, ...args: readonly string[]): Said {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['engine/opendts.mjs', ...args], {
    encoding: 'utf8',
    env: { ...process.env, OPENDTS_DATA: join(servers.dir, 'data') },
  });
  return { code: status, text: `${stdout}${stderr}` };
}

export function precheck(servers: TestServers, document: Document): Said {
  return opendts(servers, 'precheck', writeDocument(servers, document));
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createEngine } from '#engine/index.ts';
import type { Finding } from '#engine/precheck/check.ts';
import { taskConfig } from '#engine/task/config.ts';
import { FileTaskStore } from '#engine/task/file-store.ts';
import { sql, startServers, type TestServers } from '../faults/servers.ts';
import { NEWER_THAN_12, NEWER_THAN_15 } from './newer.ts';
import { missingMajor } from './pool.ts';
import { NOWHERE, type Unsupported } from './unsupported.ts';

const folder = mkdtempSync(join(tmpdir(), 'opendts-unsupported-'));
const engine = createEngine({ store: new FileTaskStore(folder, { seal: (plain) => plain, open: (sealed) => sealed }) });
const started = new Map<string, Promise<TestServers>>();
let databases = 0;

afterAll(async () => {
  await engine.close();
  for (const servers of started.values()) await (await servers)[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

describe('what cannot be carried is told before the start, with a way out', () => {
  suite('no destination takes it', [15, 15], NOWHERE);
  suite('the destination is too old', [15, 12], NEWER_THAN_12);
  suite('the destination is too old', [18, 15], NEWER_THAN_15);
});

function suite(name: string, [source, destination]: readonly [number, number], cases: readonly Unsupported[]): void {
  const missing = missingMajor(source, destination);
  if (missing !== null) console.log(`${name}, ${source} to ${destination}: left out, ${missing}`);
  for (const each of cases) {
    test.skipIf(missing !== null)(`${each.what}, ${source} to ${destination}: ${each.code}`, async () => {
      const findings = await precheck(await serversFor(source, destination), each);
      const finding = findings.find(({ code }) => code === each.code);
      expect(finding?.severity, tell(findings)).toBe('warn');
      const problem = finding?.problems.find(({ subject }) => subject.includes(each.subject));
      expect(problem, tell(findings)).toBeDefined();
      for (const text of [problem?.cause, problem?.fix]) expect([text?.en, text?.zh].every((words) => (words ?? '') !== '')).toBe(true);
    });
  }
}

function serversFor(sourceMajor: number, destinationMajor: number): Promise<TestServers> {
  const key = `${sourceMajor}/${destinationMajor}`;
  const servers = started.get(key) ?? startServers({ sourceMajor, destinationMajor });
  started.set(key, servers);
  return servers;
}

async function precheck(servers: TestServers, { statements, destination = [], config }: Unsupported): Promise<readonly Finding[]> {
  databases += 1;
  const database = `unsupported_${databases}`;
  const [from, to] = await servers.databases(database);
  await sql(from, 'create schema s', 'set search_path = s', ...statements.map((statement) => `set search_path = s; ${statement}`));
  await sql(to, ...destination);
  return engine.precheck(
    taskConfig.parse({
      name: database,
      source: servers.source.endpoint(database),
      destination: servers.destination.endpoint(database),
      types: ['schema', 'full'],
      objects: [{ schema: 's' }],
      ...config,
    }),
  );
}

/** What was found instead. */
function tell(findings: readonly Finding[]): string {
  const problems = findings.flatMap(({ code, severity, problems: list }) =>
    list.map(({ subject, cause }) => `${code} ${severity} ${subject}: ${cause.en}`),
  );
  return `found:\n${problems.join('\n')}`;
}

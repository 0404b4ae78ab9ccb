import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfStale } from '#lib/launch/build.ts';
import { type Outcome, playwrightOutcome, vitestOutcome } from './test-reports.ts';

/** `npm test`: every test there is, against real servers and the built console. The last lines name what failed and count them all. */
const ROOT = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'opendts-test-'));

try {
  await buildIfStale(ROOT, console.log);
  const outcomes = [await vitest(), await playwright()];
  const sum = (part: 'passed' | 'skipped') => outcomes.reduce((total, each) => total + each[part], 0);
  const failures = outcomes.flatMap((each) => each.failures);
  for (const failure of failures) console.log(`failed: ${failure}`);
  console.log(`${sum('passed')} passed, ${failures.length} failed, ${sum('skipped')} skipped`);
  process.exitCode = failures.length === 0 && sum('passed') > 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Unit tests and those on real servers. Two files at a time: each has servers of its own. */
async function vitest(): Promise<Outcome> {
  const report = join(folder, 'vitest.json');
  const limits = ['--maxWorkers=2', '--testTimeout=300000', '--hookTimeout=300000'];
  await run('vitest', ['run', ...limits, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]);
  return vitestOutcome(report, ROOT);
}

/** The browser walks. */
async function playwright(): Promise<Outcome> {
  const report = join(folder, 'playwright.json');
  await run('playwright', ['test', '--config', 'e2e/browser/playwright.config.ts'], { PLAYWRIGHT_JSON_OUTPUT_NAME: report });
  return playwrightOutcome(report);
}

function run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<void> {
  return new Promise((settle, fail) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } });
    child.once('error', fail);
    child.once('close', () => settle());
  });
}

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfStale } from '#lib/launch/build.ts';

/** `npm test`: every test there is, against real servers and the built console. The last line counts them. */
const ROOT = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'opendts-test-'));

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

try {
  await buildIfStale(ROOT, console.log);
  const counts = [await vitest(), await playwright()];
  const sum = (part: keyof Counts) => counts.reduce((total, each) => total + each[part], 0);
  console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
  process.exitCode = sum('failed') === 0 && sum('passed') > 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Unit tests and those on real servers. Two files at a time: each has servers of its own. */
async function vitest(): Promise<Counts> {
  const report = join(folder, 'vitest.json');
  const limits = ['--maxWorkers=2', '--testTimeout=300000', '--hookTimeout=300000'];
  await run('vitest', ['run', ...limits, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]);
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numFailedTestSuites, success } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  // A file that could not even be loaded has no tests to count.
  const failed = success === true ? 0 : Math.max(numFailedTests, numFailedTestSuites > 0 ? 1 : 0, 1);
  return { passed: numPassedTests, failed, skipped: numPendingTests + numTodoTests };
}

/** The browser walks. */
async function playwright(): Promise<Counts> {
  const report = join(folder, 'playwright.json');
  await run('playwright', ['test', '--config', 'e2e/browser/playwright.config.ts'], { PLAYWRIGHT_JSON_OUTPUT_NAME: report });
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const { stats, errors } = JSON.parse(readFileSync(report, 'utf8'));
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length, skipped: stats.skipped };
}

function run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<void> {
  return new Promise((settle, fail) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } });
    child.once('error', fail);
    child.once('close', () => settle());
  });
}

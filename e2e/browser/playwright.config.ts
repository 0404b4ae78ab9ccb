import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

const ROOT = join(import.meta.dirname, '..', '..');

/** The json report is written when PLAYWRIGHT_JSON_OUTPUT_NAME is set, as `npm test` does. */
const reports = process.env.PLAYWRIGHT_JSON_OUTPUT_NAME === undefined ? [] : [['json'] as const];

export default defineConfig({
  testDir: import.meta.dirname,
  globalSetup: './build.ts',
  testMatch: '**/*.e2e.ts',
  outputDir: join(ROOT, 'test-results'),
  reporter: [['line'], ...reports],
  workers: 1,
  retries: 0,
  // Machines are slow, and what is waited for is another server's work.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  use: {
    browserName: 'chromium',
    locale: 'en-GB',
    timezoneId: 'UTC',
    viewport: { width: 1440, height: 900 },
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
  },
});

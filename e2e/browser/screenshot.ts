import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium, type Page } from '@playwright/test';
import { ADMIN, ConsoleClient } from '#e2e/console/client.ts';
import { SCHEMAS } from '#e2e/demo/dataset.ts';
import type { TestEndpoint } from '#e2e/faults/servers.ts';
import { button, field, signIn } from './pages.ts';
import config from './playwright.config.ts';
import { Stack } from './stack.ts';

/** Draws the picture of the README: the status page of a task that follows a shop in use. `npx tsx e2e/browser/screenshot.ts` */
const FILE = join(import.meta.dirname, 'status-page.png');
/** The chart shows what happened while the picture was waited for. */
const FOLLOW_MS = 60_000;

const stack = await Stack.open({ scale: 1, rate: 60 });
try {
  const client = await new ConsoleClient(stack.url).enter();
  const id = await client.startTask({
    name: 'shop to cloud',
    source: { connectionId: await save(client, 'shop-db-01', stack.endpoint('source')) },
    destination: { connectionId: await save(client, 'cloud-postgres', stack.endpoint('destination')) },
    types: ['schema', 'full', 'incremental'],
    objects: SCHEMAS.map((schema) => ({ schema })),
  });
  await client.waitFor(id, ({ state }) => state.name === 'streaming');
  await pause(FOLLOW_MS);
  const browser = await chromium.launch(config.use?.launchOptions);
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1, colorScheme: 'light' });
    await draw(page, id);
  } finally {
    await browser.close();
  }
  console.log(`${FILE}: ${Math.round(statSync(FILE).size / 1024)} KB`);
} finally {
  await stack.close();
}

async function save(client: ConsoleClient, name: string, endpoint: TestEndpoint): Promise<string> {
  return (await client.need<{ id: string }>('POST', '/api/v1/connections', { name, endpoint })).id;
}

async function draw(page: Page, id: string): Promise<void> {
  await page.goto(`${stack.url}/sign-in`);
  await signIn(page, ADMIN);
  await page.waitForURL((url) => url.pathname === '/');
  await page.goto(`${stack.url}/tasks/${id}`);
  await page.getByText('Caught up').waitFor();
  await page
    .getByRole('status')
    .filter({ hasText: /^Live$/ })
    .waitFor();
  await field(page, 'Search tables').waitFor();
  // The busiest tables first; the pointer leaves no trace.
  await button(page.getByRole('columnheader', { name: 'Updates' }), /Updates/).click();
  await page.mouse.move(720, 60);
  await page.locator('main').focus();
  await page.evaluate(() => window.scrollTo(0, 0));
  // Fonts and the gliding bars come to rest.
  await page.evaluate(() => document.fonts.ready);
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(({ playState, effect }) => playState !== 'running' || effect?.getTiming().iterations === Number.POSITIVE_INFINITY),
  );
  await page.screenshot({ path: FILE });
}

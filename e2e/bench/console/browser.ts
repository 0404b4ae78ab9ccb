import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium, type Page } from '@playwright/test';
import config from '#e2e/browser/playwright.config.ts';
import { sql } from '#e2e/faults/servers.ts';
import { type ConsoleStage, DATABASE, TABLES } from './stage.ts';

const BUILD = join(import.meta.dirname, '..', '..', '..', '.next');

export async function withBrowser<T>(work: (browser: Browser) => Promise<T>): Promise<T> {
  const browser = await chromium.launch(config.use?.launchOptions);
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}

async function signedIn(browser: Browser, { client, url }: ConsoleStage): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addCookies(client.cookies.map((cookie) => ({ ...cookie, url })));
  return context.newPage();
}

/** Kilobytes of script, compressed, that a first visit of the list loads beyond what every page of the framework loads. */
export async function listScript(browser: Browser, stage: ConsoleStage): Promise<number> {
  const page = await signedIn(browser, stage);
  const bodies = new Map<string, Promise<Buffer>>();
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') bodies.set(new URL(response.url()).pathname, response.body());
  });
  await page.goto(`${stage.url}/migration`);
  await page
    .getByRole('status')
    .filter({ hasText: /^Live$/ })
    .waitFor();
  const own = frameworkFiles();
  let bytes = 0;
  for (const [path, body] of bodies) if (!own.has(path)) bytes += gzipSync(await body).byteLength;
  await page.context().close();
  return bytes / 1_000;
}

/** What Next itself says every page needs: React, the router, polyfills. */
function frameworkFiles(): ReadonlySet<string> {
  const { rootMainFiles, polyfillFiles } = JSON.parse(readFileSync(join(BUILD, 'build-manifest.json'), 'utf8')) as {
    readonly rootMainFiles: readonly string[];
    readonly polyfillFiles: readonly string[];
  };
  return new Set([...rootMainFiles, ...polyfillFiles].map((file) => `/_next/${file}`));
}

/** Milliseconds from each interaction to the next frame painted, as browsers measure it (Event Timing); the worst counts. */
export async function listInteraction(browser: Browser, stage: ConsoleStage): Promise<number> {
  const page = await signedIn(browser, stage);
  await page.goto(`${stage.url}/migration`);
  await page
    .getByRole('status')
    .filter({ hasText: /^Live$/ })
    .waitFor();
  await listen(page);
  await page.getByRole('searchbox').pressSequentially('orders', { delay: 120 });
  await page.getByRole('searchbox').press('Escape');
  await page.getByRole('button', { name: /^Failed/ }).click();
  await page.getByRole('button', { name: /^All/ }).click();
  for (const column of ['ID/Name', 'Lag', 'Status']) await page.getByRole('button', { name: column, exact: true }).click();
  await page.getByRole('checkbox', { name: 'Select all tasks shown' }).click();
  await page.getByRole('button', { name: 'Clear selection' }).click();
  return worst(page);
}

/** The same in the tree of a schema of ten thousand tables. */
export async function treeInteraction(browser: Browser, stage: ConsoleStage): Promise<number> {
  await sql(
    stage.servers.source.url(DATABASE),
    'create schema wide',
    // Each table is a lock until its transaction ends, and a server has room for some thousands.
    `do $$ begin
       for n in 1..${TABLES} loop
         execute format('create table wide.t%s (id int primary key, note text)', n);
         if n % 200 = 0 then commit; end if;
       end loop;
     end $$`,
  );
  const { id } = await stage.client.need<{ id: string }>('POST', '/api/v1/tasks');
  const { config: draft } = await stage.client.need<{ config: object }>('GET', `/api/v1/tasks/${id}`);
  await stage.client.need('PUT', `/api/v1/tasks/${id}`, { ...draft, ...stage.document('wide', 'wide'), objects: [] });
  const page = await signedIn(browser, stage);
  await page.goto(`${stage.url}/tasks/${id}/configure/objects`);
  const schema = page.getByRole('treeitem', { name: 'wide', exact: true }).first();
  await schema.waitFor({ timeout: 120_000 });
  await listen(page);
  await schema.click();
  await page.getByRole('treeitem', { name: 't1', exact: true }).first().waitFor({ timeout: 120_000 });
  await schema.locator('[data-box]').first().click();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await page.keyboard.press('Home');
  await page.getByRole('searchbox', { name: 'Search objects' }).first().pressSequentially('t99', { delay: 120 });
  const found = await worst(page);
  await stage.client.need('DELETE', `/api/v1/tasks/${id}`);
  return found;
}

interface Watched {
  interactions?: number[];
}

async function listen(page: Page): Promise<void> {
  await page.evaluate(() => {
    const kept: number[] = [];
    (window as Watched).interactions = kept;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if ('interactionId' in entry && entry.interactionId !== 0) kept.push(entry.duration);
    }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit);
  });
}

async function worst(page: Page): Promise<number> {
  // What was just done is told with the frame after it.
  await page.waitForTimeout(500);
  const all = await page.evaluate(() => (window as Watched).interactions ?? []);
  await page.context().close();
  return Math.max(0, ...all);
}

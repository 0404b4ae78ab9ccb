import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import type { LogLine } from '#lib/task/view.ts';
import { button, numberIn, openTab } from '../pages.ts';
import { TASK, type Walk } from './walk.ts';

/** The page of the running task. */
export function statusPage(walk: Walk): void {
  test('the stages reach their ends, and changes are followed', async () => {
    const { page } = walk;
    await expect(page.getByRole('heading', { name: TASK })).toBeVisible();
    for (const stage of ['Schema Migration', 'Full Data Migration']) {
      await expect(page.getByRole('progressbar', { name: stage })).toHaveAttribute('aria-valuenow', '100');
    }
    await expect(page.getByText('Following changes', { exact: true })).toBeVisible();
    await expect(page.getByText('Caught up')).toBeVisible();
    await expect(page.getByRole('status').filter({ hasText: /^Live$/ })).toBeVisible();
    await expect(page.getByText(/\d+ ms from commit at the source to commit at the destination/)).toBeVisible();
    await expect(page.getByText(/^(less than )?\S+ (s|seconds?|min|minutes?)( \d+ \S+)? behind$/i).first()).toBeVisible();
    const spoken = page.getByRole('list', { name: 'Progress' });
    await expect(spoken).toHaveAttribute('aria-live', 'polite');
    await expect(spoken.getByRole('listitem')).toHaveText([
      'Schema Migration: Done',
      'Full Data Migration: Done',
      'Incremental Data Migration: not delayed',
    ]);
    const chart = page.getByRole('figure', { name: 'Lag' });
    await expect(chart.locator('canvas')).toBeVisible();
    await expect(chart.getByText('Changes are followed as soon as')).toHaveCount(0);
  });

  test('the tables tab shows rows and growing changes', async () => {
    const { page } = walk;
    const table = page.getByRole('table', { name: 'Tables of the task' });
    const people = table.getByRole('row', { name: /sales\.customers/ });
    await page.getByRole('searchbox', { name: 'Search tables' }).fill('customers');
    await expect(people).toContainText('sales.people');
    // As many as there were when the copy began; the shop is in use.
    await expect(people).toContainText(/[23],\d{3}/);
    await expect(people).toContainText('Following');
    await page.getByRole('searchbox', { name: 'Search tables' }).fill('daily_total');
    const updates = table
      .getByRole('row', { name: /sales\.daily_total/ })
      .getByRole('cell')
      .nth(7);
    const before = await numberIn(updates);
    await expect.poll(() => numberIn(updates)).toBeGreaterThan(before);
  });

  test('the structure tab shows what was made, with its SQL', async () => {
    const { page } = walk;
    await openTab(page, 'Structure');
    await page.getByRole('searchbox', { name: 'Search objects' }).fill('sales.people');
    const made = page.getByRole('table', { name: 'Structure of the task' });
    await expect(made.getByText('Done').first()).toBeVisible();
    await button(made, 'SQL of sales.people').first().click();
    await expect(made.locator('pre')).toContainText(/create table .*people/is);
    await expect(made.locator('pre')).toContainText('mail');
    await page.getByRole('radio', { name: 'Failed' }).click();
    await expect(made).toContainText('No object matches.');
  });

  test('the events tab filters, and its log is downloaded', async () => {
    const { page } = walk;
    await openTab(page, 'Log');
    const events = page.getByRole('table', { name: 'Event log, newest first' });
    await expect(events).toContainText('Full data migration is done');
    await page.getByRole('radio', { name: 'Errors' }).click();
    await expect(events).toContainText('No event matches.');
    await page.getByRole('radio', { name: 'Info' }).click();
    await page.getByRole('searchbox', { name: 'Search events' }).fill('CUSTOMERS');
    await expect(events).toContainText(/sales\.customers: [23],\d{3} rows copied/);
    await expect(events).not.toContainText('Full data migration is done');
    // In the other language, too, and after a reload.
    await page.getByRole('searchbox', { name: 'Search events' }).fill('全量数据迁移');
    await expect(events).toContainText('Full data migration is done');
    await expect(page).toHaveURL(/level=info&q=/);
    await page.reload();
    await expect(page.getByRole('searchbox', { name: 'Search events' })).toHaveValue('全量数据迁移');
    await expect(events).not.toContainText('rows copied');

    // A range that goes along with the clock, one that is over, and everything again.
    await page.getByRole('combobox', { name: 'Time' }).click();
    await page.getByRole('option', { name: 'Last hour' }).click();
    await expect(events).toContainText('Full data migration is done');
    await page.getByRole('combobox', { name: 'Time' }).click();
    await page.getByRole('option', { name: 'From – to…' }).click();
    await page.getByLabel('From', { exact: true }).fill('2020-01-01T00:00');
    await expect(events).toContainText('Full data migration is done');
    await page.getByLabel('To', { exact: true }).fill('2020-01-01T01:00');
    await expect(events).toContainText('No event matches.');
    await page.getByLabel('To', { exact: true }).fill('2019-12-31T23:00');
    await expect(events).toContainText('The end lies before the beginning.');
    await expect(button(page, 'Download Filtered')).toBeDisabled();
    await button(page, 'Clear Search and Filters').click();
    await expect(page).toHaveURL(/\?tab=events$/);
    await expect(events).toContainText('rows copied');

    const downloading = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe(`${TASK}.log`);
    const lines = readFileSync(await download.path(), 'utf8')
      .trimEnd()
      .split('\n');
    expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z INFO {2}task\.started Started$/);
    expect(lines.filter((line) => line.includes('table.copied [sales.customers]'))).toHaveLength(1);
    const log = await walk.get<readonly LogLine[]>('/log?limit=200');
    for (const { code } of log) expect(lines.some((line) => line.includes(` ${code} `))).toBe(true);

    // What is looked for is what is downloaded.
    await page.getByRole('searchbox', { name: 'Search events' }).fill('customers');
    await expect(events).not.toContainText('Full data migration is done');
    const found = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download Filtered' }).click();
    const some = readFileSync(await (await found).path(), 'utf8')
      .trimEnd()
      .split('\n');
    expect(some).toEqual(lines.filter((line) => /customers/i.test(line)));
    await page.getByRole('searchbox', { name: 'Search events' }).fill('');
  });

  test('it pauses and resumes', async () => {
    const { page } = walk;
    await button(page, 'Pause').click();
    await expect(page.getByText('Paused while following changes')).toBeVisible();
    await expect(button(page, 'Pause')).toHaveCount(0);
    await button(page, 'Resume').click();
    await expect(page.getByText('Following changes', { exact: true })).toBeVisible();
    await expect(page.getByText('Paused while following changes')).toHaveCount(0);
    await expect(page.getByText('Caught up')).toBeVisible();
    const { length } = (await walk.get<readonly LogLine[]>('/log?limit=200')).filter(({ code }) => code === 'task.resumed');
    expect(length).toBe(1);
  });

  test('language and theme change without leaving the page', async () => {
    const { page } = walk;
    const root = page.locator('html');
    await root.evaluate((html) => html.setAttribute('data-walk', 'same page'));
    await page.getByRole('radio', { name: '中文' }).click();
    await expect(button(page, '暂停')).toBeVisible();
    await expect(page.getByRole('tab', { name: '日志' })).toBeVisible();
    await expect(root).toHaveAttribute('lang', 'zh-CN');
    await page.getByRole('radio', { name: 'English' }).click();
    await expect(button(page, 'Pause')).toBeVisible();
    const ground = () => page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor);
    const light = await ground();
    await page.getByRole('radio', { name: 'Dark' }).click();
    await expect(root).toHaveClass(/dark/);
    await expect.poll(ground).not.toBe(light);
    await expect(root).toHaveAttribute('data-walk', 'same page');
    await page.getByRole('radio', { name: 'Light' }).click();
  });
}

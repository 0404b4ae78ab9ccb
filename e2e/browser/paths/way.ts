import { expect, type Locator, type Page } from '@playwright/test';
import type { ConsoleClient } from '#e2e/console/client.ts';
import { sql, type TestEndpoint, value } from '#e2e/faults/servers.ts';
import { fromLsn } from '#engine/postgres/lsn.ts';
import type { TaskKind } from '#engine/task/config.ts';
import type { TaskView } from '#lib/task/view.ts';
import { agreeAndStart, button, enter, field, finding, side } from '../pages.ts';
import { urlOf } from './dress.ts';
import { startWriting } from './shop.ts';

/** How a database is known in the console. */
export interface Instance {
  /** As the list of kinds has it. */
  readonly type: string;
  readonly instanceId: string;
  readonly region: string;
}

export interface WayInit {
  readonly url: string;
  readonly client: ConsoleClient;
  readonly page: Page;
  readonly kind: TaskKind;
  readonly name: string;
}

type SideName = 'Source' | 'Destination';

/** What the two kinds of task call themselves while changes are followed. */
const FOLLOWING: Readonly<Record<TaskKind, string>> = { migration: 'Following changes', synchronization: 'Synchronizing' };

/** So often the writing goes round while it is followed: it deletes a row as many rounds after it made it. */
const FOLLOWED_ROUNDS = 40;

/** One person's way with one task, from the list it is made in to the list without it. */
export class Way {
  readonly page: Page;
  readonly #init: WayInit;
  id = '';

  constructor(init: WayInit) {
    this.#init = init;
    this.page = init.page;
  }

  task(): Promise<TaskView> {
    return this.#init.client.need<TaskView>('GET', `/api/v1/tasks/${this.id}`);
  }

  async begin(): Promise<void> {
    const { url, kind, name } = this.#init;
    await enter(this.page, { url, path: `/${kind}` });
    await button(this.page, 'Create Task').first().click();
    await this.page.waitForURL(/\/configure\/connections$/);
    this.id = new URL(this.page.url()).pathname.split('/')[2] ?? '';
    await field(this.page, 'Task name').fill(name);
  }

  async choose(scope: Page | Locator, label: string | RegExp, option: string | RegExp): Promise<void> {
    await scope.getByRole('combobox', { name: label, ...(typeof label === 'string' ? { exact: true } : {}) }).click();
    await this.page.getByRole('option', { name: option, exact: typeof option === 'string' }).click();
  }

  /** By its kind, the region it is in and the ID that people know it under. */
  async chooseInstance(name: SideName, { type, region, instanceId }: Instance): Promise<void> {
    const where = side(this.page, name);
    await this.choose(where, 'Database type', type);
    await this.choose(where, 'Access method', /^Registered instance/);
    await this.choose(where, 'Region', region);
    await where.getByRole('combobox', { name: 'Instance ID', exact: true }).click();
    await this.page.getByRole('option').filter({ hasText: instanceId }).click();
    await expect(where).toContainText(instanceId);
    await expect(where).toContainText(region);
  }

  /** What is to be known of these two databases, before anything is configured. */
  async readLimits(pair: string, sentence: string | RegExp): Promise<void> {
    const limits = this.page.getByRole('button', { name: `Limits: ${pair}` });
    await limits.click();
    await expect(this.page.getByText(sentence).first()).toBeVisible();
    await limits.click();
  }

  async test(): Promise<void> {
    await button(this.page, 'Test Connectivity and Proceed').click();
  }

  async proceed(): Promise<void> {
    await this.test();
    await this.page.waitForURL(/\/configure\/objects$/);
  }

  async next(label: string, step: string): Promise<void> {
    await button(this.page, label).click();
    await this.page.waitForURL(new RegExp(`/configure/${step}$`));
  }

  async precheck(): Promise<void> {
    await this.next('Next: Save Task Settings and Precheck', 'precheck');
    await this.prechecked();
  }

  async precheckAgain(): Promise<void> {
    await button(this.page, 'Precheck Again').click();
    await this.prechecked();
  }

  async prechecked(): Promise<void> {
    await expect(this.page.getByRole('heading', { name: 'Success Rate' })).toBeVisible();
  }

  /** Opens an item that found something. */
  async read(code: string): Promise<Locator> {
    const item = finding(this.page, code);
    const details = button(item, /^View details of/);
    if ((await details.count()) > 0) await details.click();
    return item;
  }

  /** The statement that an item offers. */
  async sqlOf(code: string): Promise<string> {
    return (await this.read(code)).locator('pre').first().innerText();
  }

  async checkAgain(code: string): Promise<void> {
    await button(await this.read(code), /^Check .* again$/).click();
    await expect(finding(this.page, code)).toContainText('Passed');
  }

  /** Runs, with the source account, the one statement that is offered for it. */
  async fixIt(code: string): Promise<void> {
    await button(await this.read(code), /^Fix it for me/).click();
    await button(this.page.getByRole('alertdialog'), 'Run at the Source').click();
    await expect(finding(this.page, code)).toContainText('Passed');
  }

  /** One after the other, each after it was asked for; resolves with their codes. */
  async ignoreWarnings(): Promise<readonly string[]> {
    const ignored: string[] = [];
    const warned = this.page.locator('li[data-code]').filter({ has: this.page.getByRole('button', { name: /^Ignore / }) });
    while ((await warned.count()) > 0) {
      const code = (await warned.first().getAttribute('data-code')) ?? '';
      await button(warned.first(), /^Ignore /).click();
      await button(this.page.getByRole('alertdialog', { name: /^Ignore the warning/ }), 'Ignore').click();
      await expect(finding(this.page, code)).toContainText('Ignored');
      ignored.push(code);
    }
    await expect(this.page.getByText('Nothing stands in the way: the task can start.')).toBeVisible();
    return ignored;
  }

  /** Starts it while the shop is being written to. `meanwhile` is run at the source once that is followed, and more is written after it. */
  async startUnderWriting(source: TestEndpoint, ...meanwhile: readonly string[]): Promise<void> {
    const writing = startWriting(urlOf(source));
    try {
      await this.#start();
      if (meanwhile.length > 0) await sql(urlOf(source), ...meanwhile);
      const before = writing.rounds();
      await expect.poll(writing.rounds).toBeGreaterThan(before + FOLLOWED_ROUNDS);
    } finally {
      await writing.stop();
    }
  }

  /** From the last step on, until it follows the source. */
  async #start(): Promise<void> {
    await agreeAndStart(this.page);
    await this.page.waitForURL(new RegExp(`/tasks/${this.id}$`));
    await expect(this.page.getByText(FOLLOWING[this.#init.kind], { exact: true })).toBeVisible();
    await expect(this.page.getByText('Caught up')).toBeVisible();
  }

  /** Until everything that was committed at the source before now is at the destination. */
  async arrived(source: TestEndpoint): Promise<void> {
    const end = fromLsn((await value(urlOf(source), 'select pg_current_wal_lsn()')) ?? '');
    await expect.poll(async () => ((await this.task()).progress.stream?.position ?? '') >= end, { timeout: 120_000 }).toBe(true);
  }

  /** Stops and releases it, each asked for, until the list is without it and the source without what was made there. */
  async end(source: TestEndpoint): Promise<void> {
    const { kind, name } = this.#init;
    await button(this.page, 'Stop').click();
    await button(this.page.getByRole('alertdialog', { name: `Stop ${name}?` }), 'Stop Task').click();
    await expect(this.page.getByText('This task was stopped and cannot be resumed')).toBeVisible();
    await button(this.page, 'Release').click();
    await button(this.page.getByRole('alertdialog', { name: `Release ${name}?` }), 'Release Task').click();
    await expect(this.page).toHaveURL(new RegExp(`/${kind}$`));
    await expect(this.page.getByRole('link', { name, exact: true })).toHaveCount(0);
    const left = `select (select count(*) from pg_replication_slots where database = current_database())
      + (select count(*) from pg_publication) + (select count(*) from pg_namespace where nspname = 'opendts')`;
    expect(await value(urlOf(source), left)).toBe('0');
  }
}

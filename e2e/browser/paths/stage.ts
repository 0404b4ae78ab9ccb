import type { Page } from '@playwright/test';
import { ConsoleClient } from '#e2e/console/client.ts';
import type { TestEndpoint } from '#e2e/faults/servers.ts';
import type { OwnEndpoint } from '#lib/endpoint.ts';
import { Stack } from '../stack.ts';
import { type Instance, Way, type WayInit } from './way.ts';

/** What all paths go through: two servers and a console. */
export class PathStage {
  #stack: Stack | null = null;
  #client: ConsoleClient | null = null;

  async open(): Promise<void> {
    this.#stack = await Stack.open();
    this.#client = await new ConsoleClient(this.#stack.url).enter();
  }

  async close(): Promise<void> {
    await this.#stack?.close();
  }

  get stack(): Stack {
    if (this.#stack === null) throw new Error('The stage is not open.');
    return this.#stack;
  }

  get client(): ConsoleClient {
    if (this.#client === null) throw new Error('The stage is not open.');
    return this.#client;
  }

  /** Registers a database under the ID and in the region that its provider gave it. */
  async register(instance: Instance, endpoint: TestEndpoint | OwnEndpoint): Promise<Instance> {
    const { instanceId, region } = instance;
    await this.client.need('POST', '/api/v1/connections', { instanceId, region, name: instanceId, endpoint });
    return instance;
  }

  way(page: Page, task: Pick<WayInit, 'kind' | 'name'>): Way {
    return new Way({ ...task, page, url: this.stack.url, client: this.client });
  }
}

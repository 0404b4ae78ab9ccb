import type { DraftConfig } from '#engine/task/config.ts';
import { errorOf, type TaskState } from '#engine/task/state.ts';
import type { TaskView } from '#lib/task/view.ts';
import { type Cookie, sessionCookies } from './sign-in.ts';

export const ADMIN = { name: 'Ada', email: 'ada@example.com', password: 'correct horse battery' };

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

/** A signed-in program: the API with one person's cookie. */
export class ConsoleClient {
  readonly #url: string;
  #cookies: readonly Cookie[] = [];

  constructor(url: string) {
    this.#url = url;
  }

  /** For a browser that goes on as the same person. */
  get cookies(): readonly Cookie[] {
    return this.#cookies;
  }

  /** The same as a header. */
  get cookie(): string {
    return this.#cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  }

  /** Makes the administrator on a new installation, and signs in. */
  async enter(): Promise<this> {
    await this.ask('POST', '/api/v1/setup', ADMIN);
    await this.signIn(ADMIN.email, ADMIN.password);
    return this;
  }

  async signIn(email: string, password: string): Promise<void> {
    this.#cookies = await sessionCookies(this.#url, { email, password });
  }

  fetch(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return fetch(`${this.#url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        ...(this.#cookies.length === 0 ? {} : { cookie: this.cookie }),
        origin: this.#url,
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async ask<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
    const response = await this.fetch(method, path, body);
    const content = await response.text();
    return { status: response.status, body: (content === '' ? undefined : JSON.parse(content)) as T };
  }

  /** @throws Error unless the answer is a good one */
  async need<T>(method: string, path: string, body?: unknown): Promise<T> {
    const { status, body: answer } = await this.ask<T>(method, path, body);
    if (status >= 400) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(answer)}`);
    return answer;
  }

  /** Makes a task of `document`, prechecks it, accepts what may be accepted, and starts it. */
  async startTask(document: Partial<DraftConfig>): Promise<string> {
    const { id } = await this.need<{ id: string }>('POST', '/api/v1/tasks');
    const { config } = await this.need<TaskView>('GET', `/api/v1/tasks/${id}`);
    await this.need('PUT', `/api/v1/tasks/${id}`, { ...config, ...document });
    const { findings } = await this.need<{ findings: NonNullable<TaskView['findings']> }>('POST', `/api/v1/tasks/${id}/precheck`);
    const failed = findings.filter((finding) => finding.severity === 'fail');
    if (failed.length > 0) throw new Error(`The precheck failed: ${JSON.stringify(failed)}`);
    for (const { code, severity } of findings) {
      if (severity === 'warn') await this.need('PUT', `/api/v1/tasks/${id}/findings/${code}`, { accepted: true });
    }
    await this.need('POST', `/api/v1/tasks/${id}/signal/start`);
    return id;
  }

  /** The same, until it follows changes. */
  async followTask(document: Partial<DraftConfig>): Promise<string> {
    const id = await this.startTask(document);
    await this.waitFor(id, ({ state }) => state.name === 'streaming');
    return id;
  }

  /** Waits until the task is as `holds` says; fails at once when the task does. */
  async waitFor(id: string, holds: (task: TaskView) => boolean): Promise<TaskView> {
    for (;;) {
      const task = await this.need<TaskView>('GET', `/api/v1/tasks/${id}`);
      if (holds(task)) return task;
      const error = errorOf(task.state);
      if (error !== null) throw new Error(`The task is ${task.state.name}: ${error.message.en}`);
      await new Promise((settle) => setTimeout(settle, 200));
    }
  }

  async state(id: string): Promise<TaskState> {
    return (await this.need<TaskView>('GET', `/api/v1/tasks/${id}`)).state;
  }
}

import type { DraftConfig } from '#engine/task/config.ts';
import type { TaskState } from '#engine/task/state.ts';
import type { TaskView } from '#lib/task/view.ts';

export const ADMIN = { name: 'Ada', email: 'ada@example.com', password: 'correct horse battery' };

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

/** A signed-in program: the API with one person's cookie. */
export class ConsoleClient {
  readonly #url: string;
  #cookie = '';

  constructor(url: string) {
    this.#url = url;
  }

  get cookie(): string {
    return this.#cookie;
  }

  /** Makes the administrator on a new installation, and signs in. */
  async enter(): Promise<this> {
    await this.ask('POST', '/api/v1/setup', ADMIN);
    await this.signIn(ADMIN.email, ADMIN.password);
    return this;
  }

  async signIn(email: string, password: string): Promise<void> {
    const ask = () => this.fetch('POST', '/api/auth/sign-in/email', { email, password });
    let response = await ask();
    // Ten that follow one another within ten seconds are the most the console takes; tests are people who hurry.
    if (response.status === 429) {
      await new Promise((settle) => setTimeout(settle, Number(response.headers.get('x-retry-after')) * 1_000));
      response = await ask();
    }
    if (!response.ok) throw new Error(`Signing in as ${email} failed: ${response.status} ${await response.text()}`);
    this.#cookie = response.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; ');
  }

  fetch(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return fetch(`${this.#url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        ...(this.#cookie === '' ? {} : { cookie: this.#cookie }),
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
      if (task.state.name === 'failed') throw new Error(`The task failed: ${task.state.error.message.en}`);
      await new Promise((settle) => setTimeout(settle, 200));
    }
  }

  async state(id: string): Promise<TaskState> {
    return (await this.need<TaskView>('GET', `/api/v1/tasks/${id}`)).state;
  }
}

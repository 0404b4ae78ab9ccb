import { expect } from 'vitest';
import { z } from 'zod';
import type { Operation } from '#lib/openapi/operation.ts';
import { OPERATIONS } from '#lib/openapi/operations.ts';

interface Description {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string; readonly responses: Responses }>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}
type Responses = Readonly<Record<string, { readonly content: Readonly<Record<string, { readonly schema: object }>> }>>;

/** The documented operation of this id. */
export function operation(id: string): Operation {
  const found = OPERATIONS.find((each) => each.id === id);
  if (found === undefined) throw new Error(`There is no operation ${id}.`);
  return found;
}

type Filled = Readonly<Record<string, string>>;

/** A program that knows of the console what its description says, and holds the answers to it. */
export class DocumentedApi {
  readonly called = new Set<string>();
  readonly #url: string;
  readonly #key: string;
  #description: Description | null = null;

  constructor(url: string, key: string) {
    this.#url = url;
    this.#key = key;
  }

  async description(): Promise<Description> {
    this.#description ??= (await (await this.ask('describeApi')).json()) as Description;
    return this.#description;
  }

  /** Calls as a program would, by the method and the path that are documented. */
  async ask(id: string, filled: Filled = {}, body?: unknown): Promise<Response> {
    const { method, path, parameters } = operation(id);
    const inPath = parameters.reduce(
      (at, { name, in: place }) => (place === 'path' ? at.replace(`{${name}}`, filled[name] ?? '') : at),
      path,
    );
    const query = new URLSearchParams(
      parameters.flatMap(({ name, in: place }) => (place === 'query' && filled[name] ? [[name, filled[name]]] : [])),
    );
    this.called.add(id);
    return fetch(`${this.#url}${inPath}?${query}`, {
      method,
      headers: { authorization: `Bearer ${this.#key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /** The answer, once it is what the description says. */
  async call(id: string, filled: Filled = {}, body?: unknown): Promise<unknown> {
    const response = await this.ask(id, filled, body);
    const content: unknown = await response.json();
    const { status } = operation(id).answer;
    expect([id, response.status, response.status === status ? null : content]).toEqual([id, status, null]);
    const schema = await this.publishedSchema(id, String(response.status));
    expect(() => schema.parse(content), JSON.stringify(content).slice(0, 2_000)).not.toThrow();
    return content;
  }

  /** The code of a refusal, once it is what the description says. */
  async refused(id: string, filled: Filled, body?: unknown): Promise<string> {
    const response = await this.ask(id, filled, body);
    const content = (await response.json()) as { error: { code: string } };
    expect([id, response.status]).toEqual([id, 409]);
    const schema = await this.publishedSchema(id, 'default');
    expect(() => schema.parse(content), JSON.stringify(content)).not.toThrow();
    return content.error.code;
  }

  async publishedSchema(id: string, status: string): Promise<z.ZodType> {
    const { paths, components } = await this.description();
    const { path, method } = operation(id);
    const described = paths[path]?.[method.toLowerCase()];
    expect(described?.operationId).toBe(id);
    const schema = described?.responses[status]?.content['application/json']?.schema;
    const whole = JSON.stringify({ ...schema, $defs: components.schemas }).replaceAll('#/components/schemas/', '#/$defs/');
    return z.fromJSONSchema(JSON.parse(whole) as Parameters<typeof z.fromJSONSchema>[0]);
  }

  /** The first events of a stream, until one has this name. */
  async events(id: string, filled: Filled, last: string, meanwhile: () => Promise<unknown>): Promise<readonly string[]> {
    const response = await this.ask(id, filled);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const reader = (response.body ?? new ReadableStream<Uint8Array>()).getReader();
    const decoder = new TextDecoder();
    const done = meanwhile();
    let heard = '';
    while (!heard.includes(`event: ${last}\n`)) {
      const { value, done: over } = await reader.read();
      if (over) break;
      heard += decoder.decode(value, { stream: true });
    }
    await reader.cancel();
    await done;
    return [...heard.matchAll(/^event: (.+)$/gm)].map(([, name]) => name ?? '');
  }
}

import type { z } from 'zod';
import { EngineError } from '#engine/errors.ts';
import {
  type DestinationEndpoint,
  type DraftConfig,
  type DraftEndpoint,
  destinationEndpoint,
  NO_STRUCTURE,
  type SchemaSelection,
  type SourceEndpoint,
  sourceEndpoint,
  type TaskConfig,
  taskConfig,
} from '#engine/task/config.ts';
import { text } from '#engine/text.ts';
import { openConnection } from '#lib/connection/connections.ts';
import { isSaved, openEndpoint, redactEndpoint, type SecretField, sealEndpoint } from '#lib/endpoint.ts';
import { sealingKey } from '#lib/secret.ts';

export type SideName = 'source' | 'destination';

/** The document as it is stored: secrets sealed, those that did not come taken from `stored`. */
export async function sealDocument(draft: DraftConfig, stored: DraftConfig | null): Promise<DraftConfig> {
  const key = await sealingKey();
  const { source, destination, ...rest } = draft;
  return {
    ...rest,
    ...(source === undefined ? {} : { source: sealEndpoint(source, stored?.source, key) }),
    ...(destination === undefined ? {} : { destination: sealEndpoint(destination, stored?.destination, key) }),
  };
}

/** The document for the browser, and which secrets are stored. */
export function redactDocument(stored: DraftConfig): {
  readonly config: DraftConfig;
  readonly secrets: Readonly<Record<SideName, readonly SecretField[]>>;
} {
  const { source, destination, ...rest } = stored;
  const shownSource = source === undefined ? null : redactEndpoint(source);
  const shownDestination = destination === undefined ? null : redactEndpoint(destination);
  return {
    config: {
      ...rest,
      ...(shownSource === null ? {} : { source: shownSource.endpoint }),
      ...(shownDestination === null ? {} : { destination: shownDestination.endpoint }),
    },
    secrets: { source: shownSource?.secrets ?? [], destination: shownDestination?.secrets ?? [] },
  };
}

/**
 * The document the engine works by: saved connections resolved, secrets in clear.
 * @throws EngineError `document.incomplete` naming what is missing, by path
 */
export async function openDocument(stored: DraftConfig): Promise<TaskConfig> {
  const [source, destination] = await Promise.all([resolve(stored.source), resolve(stored.destination)]);
  const parsed = taskConfig.safeParse({ ...fitted(stored, destination), source, destination });
  if (parsed.success) return parsed.data;
  throw incomplete(parsed.error.issues);
}

/** What a person said before choosing another kind of destination stays in the draft, and is not run. */
function fitted(stored: DraftConfig, destination: unknown): DraftConfig {
  const { success, data } = destinationEndpoint.safeParse(destination);
  if (success && data.type === 'selectdb') {
    return { ...stored, structure: NO_STRUCTURE, full: { ...stored.full, largeObjects: false } };
  }
  const { selectdb: _, ...rest } = stored;
  return { ...rest, objects: stored.objects.map(withoutModels) };
}

function withoutModels({ selectdb: _, tables, ...schema }: SchemaSelection): SchemaSelection {
  return tables === undefined ? schema : { ...schema, tables: tables.map(({ selectdb: __, ...table }) => table) };
}

/** One endpoint of a draft that may otherwise be incomplete. */
export function openSide(stored: DraftConfig, side: SideName): Promise<SourceEndpoint | DestinationEndpoint> {
  return side === 'source' ? openSource(stored) : openAs(destinationEndpoint, stored, side);
}

/** The source of a draft that may otherwise be incomplete. */
export function openSource(stored: DraftConfig): Promise<SourceEndpoint> {
  return openAs(sourceEndpoint, stored, 'source');
}

async function openAs<T>(schema: z.ZodType<T>, stored: DraftConfig, side: SideName): Promise<T> {
  const parsed = schema.safeParse((await resolve(stored[side])) ?? {});
  if (parsed.success) return parsed.data;
  throw incomplete(parsed.error.issues.map((issue) => ({ ...issue, path: [side, ...issue.path] })));
}

async function resolve(endpoint: DraftEndpoint | undefined): Promise<unknown> {
  if (endpoint === undefined) return undefined;
  if (isSaved(endpoint)) return openConnection(endpoint.connectionId);
  return { type: 'postgresql', ...openEndpoint(endpoint, await sealingKey()) };
}

function incomplete(issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): EngineError {
  const list = issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`).join('; ');
  return new EngineError({
    code: 'document.incomplete',
    message: text(`The task is not complete: ${list}`, `任务配置不完整：${list}`),
    hint: text('Go back to the step of the named field and fill it in.', '请返回相应步骤补全所列字段。'),
    retry: 'never',
  });
}

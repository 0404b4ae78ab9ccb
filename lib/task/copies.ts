import { EngineError } from '#engine/errors.ts';
import type { Plan } from '#engine/plan/plan.ts';
import { type DraftConfig, draftConfig } from '#engine/task/config.ts';
import { text } from '#engine/text.ts';
import { metadata } from '#lib/metadata/client.ts';
import { redactDocument } from './document.ts';
import { createDraft } from './draft.ts';
import { findPermitted } from './operated.ts';
import { reversedObjects } from './reverse.ts';
import type { StoredTask } from './store.ts';

const LONGEST = 128;

/** The name with a word after it, cut where the document would refuse it. */
function nameWith(name: string, word: string): string {
  return `${name.slice(0, LONGEST - word.length - 1)}-${word}`;
}

const filingOf = ({ groupId, tagId }: StoredTask) => ({ groupId, tagId });

/**
 * A draft with the document of a task. Passwords and keys do not come along, for they were entered for that task; a saved connection
 * brings its own.
 * @throws EngineError `task.not-found`
 */
export async function createSimilar(id: string, userId: string): Promise<{ readonly id: string }> {
  const row = await findPermitted(id, 'similar');
  const { config } = redactDocument(row.config as unknown as DraftConfig);
  return createDraft(userId, { ...config, name: nameWith(row.name, 'copy'), accepted: [] }, filingOf(row));
}

/** A draft that goes the other way, and what it could not take over. */
export interface Reverse {
  readonly id: string;
  readonly unfiltered: readonly string[];
}

/**
 * A draft that brings the changes of the destination back to the source from when it is started: nothing is loaded, for both have the
 * rows.
 * @throws EngineError `task.operation-refused`, `reverse.*`
 */
export async function createReverse(id: string, userId: string): Promise<Reverse> {
  const row = await findPermitted(id, 'reverse');
  const { plan } = await metadata().task.findUniqueOrThrow({ where: { id }, select: { plan: true } });
  if (plan === null) throw notPlanned(row.name);
  const { config } = redactDocument(row.config as unknown as DraftConfig);
  const { objects, unfiltered } = reversedObjects(config, (plan as unknown as Plan).tables);
  const { source, destination, kind, topology, advanced, start } = config;
  const reversed = draftConfig.parse({
    name: nameWith(row.name, 'reverse'),
    kind,
    ...(topology === undefined ? {} : { topology }),
    ...(destination === undefined ? {} : { source: destination }),
    ...(source === undefined ? {} : { destination: source }),
    types: ['incremental'],
    // The tables are there, and hold the rows.
    conflictMode: 'ignore',
    objects,
    advanced,
    start,
  });
  return { ...(await createDraft(userId, reversed, filingOf(row))), unfiltered };
}

function notPlanned(name: string): EngineError {
  return new EngineError({
    code: 'reverse.not-planned',
    message: text(`What ${name} carries is not known yet`, `任务 ${name} 尚未确定要迁移的对象`),
    hint: text('Create the reverse task once its structure is there.', '请在结构迁移完成后再创建反向任务。'),
    retry: 'never',
    object: name,
  });
}

import { randomInt } from 'node:crypto';
import type { DraftConfig } from '#engine/task/config.ts';
import type { TaskState } from '#engine/task/state.ts';
import { metadata } from '#lib/metadata/client.ts';
import { taskHub } from './hub.ts';
import { json } from './store.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Letters for a name that nobody has chosen yet. */
export function randomLetters(count: number): string {
  return Array.from({ length: count }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}

/** Where a task is filed: absent, in the default group and without a tag. */
export interface Filing {
  readonly groupId: string;
  readonly tagId: string | null;
}

/** Keeps a document as a new draft. */
export async function createDraft(userId: string, config: DraftConfig, filing?: Filing): Promise<{ readonly id: string }> {
  const id = `dts${randomLetters(12)}`;
  const state: TaskState = { name: 'draft' };
  await metadata().task.create({
    data: {
      id,
      name: config.name,
      kind: config.kind,
      config: json(config),
      state: json(state),
      stateName: state.name,
      createdById: userId,
      ...filing,
    },
  });
  taskHub().publish(id, { kind: 'document' });
  return { id };
}

import type { DraftConfig } from '#engine/task/config.ts';
import { sealDocument } from './document.ts';
import { createDraft, randomLetters } from './draft.ts';

/** A draft of a document that was written elsewhere, its secrets sealed. */
export async function createTaskOf(
  userId: string,
  document: Omit<DraftConfig, 'name'> & { readonly name?: string | undefined },
): Promise<{ readonly id: string }> {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '');
  const name = document.name || `${document.kind}-${day}-${randomLetters(4)}`;
  return createDraft(userId, await sealDocument({ ...document, name }, null));
}

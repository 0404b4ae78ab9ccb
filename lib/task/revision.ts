import { createHash } from 'node:crypto';
import { EngineError } from '#engine/errors.ts';
import type { DraftConfig } from '#engine/task/config.ts';
import { text } from '#engine/text.ts';

/** One text for one document: JSON columns do not keep the order of keys. */
function canonical(document: DraftConfig): string {
  return JSON.stringify(document, (_, value: unknown) =>
    value === null || typeof value !== 'object' || Array.isArray(value)
      ? value
      : Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))),
  );
}

export function sameDocument(a: DraftConfig, b: DraftConfig): boolean {
  return canonical(a) === canonical(b);
}

/** Names the document as it is stored: who saves says which one was read. What was ignored of a precheck is not part of what is edited. */
export function revisionOf(stored: DraftConfig): string {
  return createHash('sha256')
    .update(canonical({ ...stored, accepted: [] }))
    .digest('hex')
    .slice(0, 16);
}

export function draftChanged(name: string): EngineError {
  return new EngineError({
    code: 'task.draft-changed',
    message: text(`The task ${name} was changed elsewhere since it was opened here`, `任务 ${name} 打开后已在其他页面被修改`),
    hint: text('Load the other version, or keep yours, which then replaces it.', '请加载其他页面的版本，或保留当前版本并覆盖。'),
    retry: 'never',
    object: name,
  });
}

import { NAME_BYTES } from '../schema/table.ts';
import { type Text, text } from '../text.ts';

/** More than a person reads in one sentence; the statement beside it has them all. */
const MOST = 10;

/** Names as a sentence lists them: the first ten, then how many more. */
export function listed(names: readonly string[]): Text {
  const first = names.slice(0, MOST);
  const more = names.length - first.length;
  return more === 0
    ? text(first.join(', '), first.join('、'))
    : text(`${first.join(', ')} and ${more} more`, `${first.join('、')}等 ${names.length} 个`);
}

/** `Did you mean …?` for a name that is not there; empty when nothing is like it. */
export function suggestion(candidates: readonly string[]): Text {
  if (candidates.length === 0) return text('', '');
  return text(` Did you mean ${candidates.join(' or ')}?`, `是否为 ${candidates.join(' 或 ')}？`);
}

/** A name to move an object out of the way to, different also when the name is as long as names may be. */
export function asideName(name: string): string {
  const suffix = '_old';
  let kept = name;
  while (Buffer.byteLength(kept) > NAME_BYTES - suffix.length) kept = [...kept].slice(0, -1).join('');
  return `${kept}${suffix}`;
}

/** Groups in the order in which each group first appears. */
export function grouped<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly [string, readonly T[]])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return [...groups];
}

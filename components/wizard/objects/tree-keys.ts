import type { KeyboardEvent } from 'react';

/** What the keys need to know of a line. */
export interface TreeLine {
  readonly id: string;
  readonly level: number;
  /** Absent: nothing is below it. */
  readonly open?: boolean | undefined;
  /** What somebody types to get there; empty for lines that are no things. */
  readonly label: string;
}

/** What the keys do. All of them are of the line at `index`. */
export interface TreeMoves {
  readonly goTo: (index: number) => void;
  readonly open: (indexes: readonly number[], open: boolean) => void;
  readonly space: (index: number) => void;
  readonly enter: (index: number) => void;
  readonly remove?: ((index: number) => void) | undefined;
  /** Shift+F10, or the key with the menu on it. */
  readonly menu: (index: number) => void;
}

export interface TreeKeys {
  readonly count: number;
  readonly at: number;
  readonly line: (index: number) => TreeLine | undefined;
  readonly moves: TreeMoves;
  /** Letters typed in one go; the same object from key to key. */
  readonly typed: Typed;
}

export interface Typed {
  letters: string;
  until: number;
}

const PAGE = 10;
/** Letters that come later begin another word. */
const PAUSE_MS = 600;

/**
 * The keys of a tree (WAI-ARIA): arrows move, open and close, `*` opens what stands beside, letters go to the next name that begins
 * with them. Keys that mean nothing here go on to the page.
 */
export function treeKey(event: KeyboardEvent, keys: TreeKeys): void {
  const { line, at, moves } = keys;
  if (line(at) === undefined || event.target !== event.currentTarget) return;
  if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
    event.preventDefault();
    moves.menu(at);
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const action = actionOf(event.key, keys) ?? typing(event, keys);
  if (action === null) return;
  event.preventDefault();
  action();
}

function actionOf(key: string, { count, at, line, moves }: TreeKeys): (() => void) | null {
  const go = (index: number) => () => moves.goTo(Math.min(count - 1, Math.max(0, index)));
  const open = line(at)?.open;
  switch (key) {
    case 'ArrowDown':
      return go(at + 1);
    case 'ArrowUp':
      return go(at - 1);
    case 'PageDown':
      return go(at + PAGE);
    case 'PageUp':
      return go(at - PAGE);
    case 'Home':
      return go(0);
    case 'End':
      return go(count - 1);
    case 'ArrowRight':
      if (open === undefined) return () => {};
      return open ? go(at + 1) : () => moves.open([at], true);
    case 'ArrowLeft':
      return open === true ? () => moves.open([at], false) : go(parentOf(at, line));
    case '*':
      return () => moves.open(siblingsOf(at, { count, line }), true);
    case 'Enter':
      return () => moves.enter(at);
    case ' ':
      return () => moves.space(at);
    case 'Delete':
      return moves.remove === undefined ? null : () => moves.remove?.(at);
    default:
      return null;
  }
}

function parentOf(at: number, line: TreeKeys['line']): number {
  const level = line(at)?.level ?? 1;
  let index = at - 1;
  while (index >= 0 && (line(index)?.level ?? 1) >= level) index -= 1;
  return Math.max(0, index);
}

/** The closed lines of one parent. */
function siblingsOf(at: number, { count, line }: Pick<TreeKeys, 'count' | 'line'>): readonly number[] {
  const level = line(at)?.level ?? 1;
  let from = at;
  while (from > 0 && (line(from - 1)?.level ?? 1) >= level) from -= 1;
  const found: number[] = [];
  for (let index = from; index < count && (line(index)?.level ?? 1) >= level; index += 1) {
    const each = line(index);
    if (each?.level === level && each.open === false) found.push(index);
  }
  return found;
}

/** One letter again and again goes from name to name; several letters are the beginning of one. */
function typing(event: Pick<KeyboardEvent, 'key' | 'timeStamp'>, { count, at, line, moves, typed }: TreeKeys): (() => void) | null {
  if (event.key.length !== 1) return null;
  const letters = (event.timeStamp < typed.until ? typed.letters : '') + event.key.toLowerCase();
  typed.letters = letters;
  typed.until = event.timeStamp + PAUSE_MS;
  const same = [...letters].every((letter) => letter === letters[0]);
  const wanted = same ? letters.slice(0, 1) : letters;
  const first = same ? at + 1 : at;
  for (let step = 0; step < count; step += 1) {
    const index = (first + step) % count;
    if (line(index)?.label.toLowerCase().startsWith(wanted)) return () => moves.goTo(index);
  }
  return () => {};
}

import type { KeyboardEvent } from 'react';
import { canToggle, opens, type SourceRow } from './source-rows.ts';

export interface TreeMoves {
  readonly goTo: (index: number) => void;
  readonly open: (row: SourceRow, open: boolean) => void;
  readonly toggle: (row: SourceRow) => void;
}

const PAGE = 10;

/** The keys of a tree (WAI-ARIA): arrows move, open and close, Space ticks. Keys that mean nothing here go on to the page. */
export function treeKey(event: KeyboardEvent, rows: readonly SourceRow[], at: number, moves: TreeMoves): void {
  const row = rows[at];
  if (row === undefined || event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
  const action = actionOf(event.key, { rows, at, row }, moves);
  if (action === null) return;
  event.preventDefault();
  action();
}

function actionOf(
  key: string,
  { rows, at, row }: { readonly rows: readonly SourceRow[]; readonly at: number; readonly row: SourceRow },
  moves: TreeMoves,
): (() => void) | null {
  const toggle = () => canToggle(row) && moves.toggle(row);
  const go = (index: number) => () => moves.goTo(Math.min(rows.length - 1, Math.max(0, index)));
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
      return go(rows.length - 1);
    case 'ArrowRight':
      if (!opens(row)) return () => {};
      return row.open ? go(at + 1) : () => moves.open(row, true);
    case 'ArrowLeft':
      if (opens(row) && row.open) return () => moves.open(row, false);
      return go(rows.findLastIndex((each, index) => index < at && each.level < row.level));
    case 'Enter':
      return opens(row) ? () => moves.open(row, !row.open) : toggle;
    case ' ':
      return row.kind === 'failed' ? row.retry : toggle;
    default:
      return null;
  }
}

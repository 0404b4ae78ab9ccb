'use client';

import { useMemo } from 'react';
import { cn } from '#components/class-names.ts';
import { type DiffLine, diffLines } from '#lib/line-diff.ts';

export interface LineDiffProps {
  readonly before: string;
  readonly after: string;
  /** Read aloud. */
  readonly label: string;
  /** Stands for equal lines that are left out. */
  readonly unchanged: (count: number) => string;
  /** Give a max height here to make it scroll. */
  readonly className?: string | undefined;
}

/** Equal lines shown around what differs. */
const AROUND = 3;

const LOOK = {
  same: { sign: ' ', row: undefined, sign_: 'text-subtle' },
  removed: { sign: '−', row: 'bg-danger-soft', sign_: 'text-danger' },
  added: { sign: '+', row: 'bg-success-soft', sign_: 'text-success' },
} as const;

/** What leads from one text to another, line by line; a sign says the same as the colour. */
export function LineDiff({ before, after, label, unchanged, className }: LineDiffProps) {
  const parts = useMemo(() => folded(diffLines(before, after)), [before, after]);
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard.
      tabIndex={0}
      className={cn(
        'scroll-quiet overflow-auto rounded-md border bg-surface-2 py-1.5 font-mono text-xs leading-5 focus-visible:-outline-offset-2',
        className,
      )}
    >
      {parts.map((part) =>
        part.kind === 'fold' ? (
          <div key={`fold ${part.from}`} className="my-0.5 border-y border-dashed px-3 text-center font-sans text-2xs text-subtle">
            {unchanged(part.count)}
          </div>
        ) : (
          <div key={`${part.before} ${part.after}`} className={cn('grid grid-cols-[2rem_2rem_1.25rem_minmax(0,1fr)]', LOOK[part.kind].row)}>
            <LineNumber value={part.before} />
            <LineNumber value={part.after} />
            <span className={cn('select-none text-center', LOOK[part.kind].sign_)}>{LOOK[part.kind].sign}</span>
            <code className="whitespace-pre-wrap pr-3 [overflow-wrap:anywhere]">{part.text}</code>
          </div>
        ),
      )}
    </section>
  );
}

function LineNumber({ value }: { readonly value: number | null }) {
  return (
    <span aria-hidden className="select-none pr-1 text-right text-2xs text-subtle leading-5">
      {value ?? ''}
    </span>
  );
}

interface Fold {
  readonly kind: 'fold';
  readonly from: number;
  readonly count: number;
}

/** Long runs of equal lines become one mark. */
function folded(lines: readonly DiffLine[]): readonly (DiffLine | Fold)[] {
  const near = new Set<number>();
  for (const [index, { kind }] of lines.entries()) {
    if (kind !== 'same') for (let each = index - AROUND; each <= index + AROUND; each += 1) near.add(each);
  }
  const parts: (DiffLine | Fold)[] = [];
  for (let index = 0; index < lines.length; ) {
    let end = index;
    while (end < lines.length && !near.has(end)) end += 1;
    if (end - index > 1 && near.size > 0) parts.push({ kind: 'fold', from: index, count: end - index });
    else parts.push(...lines.slice(index, end));
    const line = lines[end];
    if (line !== undefined) parts.push(line);
    index = end + 1;
  }
  return parts;
}

'use client';

import type { ReactNode } from 'react';
import { cn } from '#components/class-names.ts';
import { Card } from '#components/ui/card.tsx';

export interface Ranked {
  readonly id: string;
  readonly name: ReactNode;
  /** Of the name, when it does not fit. */
  readonly title: string;
  readonly value: string;
  /** Of the first one's, from 0 to 1. */
  readonly share: number;
}

export interface RankingProps {
  readonly title: string;
  readonly text: string;
  readonly empty: string;
  /** As many as are shown. */
  readonly lines: readonly Ranked[];
  readonly stale: boolean;
}

/** Lines an empty list keeps free, so that the page does not jump when one comes. */
const HEIGHT = 'min-h-[84px]';

/** A few names with an amount each, the most first. */
export function Ranking({ title, text, empty, lines, stale }: RankingProps) {
  return (
    <Card aria-label={title} className="px-4 pt-3 pb-3">
      <h3 className="font-medium text-sm">{title}</h3>
      <p className="text-muted text-xs">{text}</p>
      {lines.length === 0 ? (
        <p className={cn('grid place-items-center text-sm text-subtle', HEIGHT)}>{empty}</p>
      ) : (
        <ol className={cn('mt-2 transition-opacity', HEIGHT, stale && 'opacity-50')}>
          {lines.map((line) => (
            <li key={line.id} className="relative flex h-7 items-center justify-between gap-4 border-t text-sm">
              {/* Behind the words: how much it is of the most. */}
              <span
                aria-hidden
                className="absolute inset-y-px left-0 w-full origin-left rounded-xs bg-accent-soft/60 transition-transform duration-700 ease-out"
                style={{ transform: `scaleX(${line.share})` }}
              />
              <span className="relative min-w-0 truncate px-1.5" title={line.title}>
                {line.name}
              </span>
              <span className="numeric relative shrink-0 whitespace-nowrap px-1.5 text-muted">{line.value}</span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}

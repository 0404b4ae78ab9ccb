'use client';

import type { ReactNode } from 'react';
import { cn } from '#components/class-names.ts';
import type { LinkState } from './flow.ts';

const STROKE: Readonly<Record<LinkState, string>> = {
  flowing: 'stroke-accent',
  idle: 'stroke-border-strong',
  waiting: 'stroke-border-strong',
  broken: 'stroke-danger',
  ended: 'stroke-border-strong',
};

export interface FlowLinkProps {
  readonly state: LinkState;
  /** `Reading: running`, for those who do not see the line. */
  readonly label: string;
  readonly children: ReactNode;
}

/** A line between two of the three, with what passes along it: across on a wide screen, down on a narrow one. */
export function FlowLink({ state, label, children }: FlowLinkProps) {
  return (
    <div className="flex min-w-0 items-center gap-3 md:flex-col md:justify-center md:gap-1.5" data-link={state}>
      <div className="w-10 shrink-0 md:w-full">
        <span className="sr-only">{label}</span>
        <Line
          state={state}
          points="M 4 12 H 96"
          viewBox="0 0 100 24"
          arrow="M 90 7 L 97 12 L 90 17"
          className="hidden h-6 w-full md:block"
        />
        <Line
          state={state}
          points="M 12 2 V 50"
          viewBox="0 0 24 56"
          arrow="M 7 45 L 12 52 L 17 45"
          className="mx-auto h-14 w-6 md:hidden"
        />
      </div>
      <div className="min-w-0 md:w-full md:text-center">{children}</div>
    </div>
  );
}

interface LineProps {
  readonly state: LinkState;
  readonly points: string;
  readonly viewBox: string;
  readonly arrow: string;
  readonly className: string;
}

function Line({ state, points, viewBox, arrow, className }: LineProps) {
  return (
    <svg aria-hidden viewBox={viewBox} preserveAspectRatio="none" className={cn('overflow-visible', className)}>
      <path
        d={points}
        fill="none"
        strokeWidth={1.5}
        vectorEffect="non-scaling-stroke"
        strokeDasharray={state === 'flowing' ? '4 4' : state === 'ended' || state === 'idle' ? undefined : '2 4'}
        className={cn(STROKE[state], state === 'flowing' && 'motion-safe:animate-flow')}
      />
      {state === 'broken' ? null : (
        <path d={arrow} fill="none" strokeWidth={1.5} vectorEffect="non-scaling-stroke" className={STROKE[state]} />
      )}
    </svg>
  );
}

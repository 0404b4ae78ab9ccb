'use client';

import { Check, TriangleAlert } from 'lucide-react';
import { Fragment, type ReactNode } from 'react';
import { cn } from '#components/class-names.ts';
import { useMessages } from '#components/locale.tsx';
import { uiMessages } from './messages.ts';

export interface Step<Id extends string> {
  readonly id: Id;
  readonly label: ReactNode;
  readonly state: 'done' | 'current' | 'upcoming';
  /** Something in this step needs attention. */
  readonly error?: boolean | undefined;
  /** May be opened by a click. */
  readonly reachable?: boolean | undefined;
}

export interface StepperProps<Id extends string> {
  readonly steps: readonly Step<Id>[];
  readonly onSelect?: ((id: Id) => void) | undefined;
  readonly className?: string | undefined;
}

function Mark({ step, position }: { step: Step<string>; position: number }) {
  return (
    <span
      aria-hidden
      className={cn(
        'numeric grid size-5 shrink-0 place-items-center rounded-full border font-medium text-2xs transition-colors duration-150',
        step.state === 'upcoming' && 'border-border-strong text-subtle',
        step.state === 'current' && 'border-accent bg-accent text-accent-foreground',
        step.state === 'done' && 'border-transparent bg-accent-soft text-accent-text',
        step.error && 'border-transparent bg-danger-soft text-danger',
      )}
    >
      {step.error ? <TriangleAlert className="size-3" /> : step.state === 'done' ? <Check className="size-3" strokeWidth={3} /> : position}
    </span>
  );
}

/** The steps of a wizard, left to right. On narrow screens only the current one keeps its name. */
export function Stepper<Id extends string>({ steps, onSelect, className }: StepperProps<Id>) {
  const m = useMessages(uiMessages);
  return (
    <nav aria-label={m.steps} className={className}>
      <ol className="flex items-center gap-1 sm:gap-2">
        {steps.map((step, index) => {
          const clickable = onSelect !== undefined && step.reachable === true && step.state !== 'current';
          const spoken = [m.step(index + 1, steps.length), step.state === 'done' ? m.stepDone : '', step.error ? m.stepError : '']
            .filter((word) => word !== '')
            .join(', ');
          return (
            <Fragment key={step.id}>
              {index > 0 && (
                <li
                  aria-hidden
                  className={cn('h-px min-w-3 flex-1 transition-colors', step.state === 'upcoming' ? 'bg-border' : 'bg-accent/45')}
                />
              )}
              <li className="shrink-0">
                <button
                  type="button"
                  aria-disabled={clickable || step.state === 'current' ? undefined : true}
                  aria-current={step.state === 'current' ? 'step' : undefined}
                  onClick={() => clickable && onSelect(step.id)}
                  className={cn(
                    'flex h-8 items-center gap-2 rounded-md px-1.5 text-sm transition-colors duration-100 enabled:cursor-default',
                    clickable && 'enabled:cursor-pointer hover:bg-hover',
                    step.state === 'current' ? 'font-medium text-foreground' : step.state === 'done' ? 'text-foreground' : 'text-subtle',
                    step.error && step.state !== 'current' && 'text-danger',
                  )}
                >
                  <Mark step={step} position={index + 1} />
                  <span className={cn('whitespace-nowrap', step.state !== 'current' && 'max-lg:sr-only')}>{step.label}</span>
                  <span className="sr-only">({spoken})</span>
                </button>
              </li>
            </Fragment>
          );
        })}
      </ol>
    </nav>
  );
}

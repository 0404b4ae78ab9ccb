'use client';

import { type ReactNode, useCallback } from 'react';

/** A part of the dialog of a table or schema that a menu leads to. */
export type Section = 'name' | 'filter' | 'columns' | 'operations' | 'parameters';

export interface DialogSectionProps {
  readonly label: string;
  /** This is what the dialog was opened for. */
  readonly wanted: boolean;
  readonly children: ReactNode;
}

/** Between the top of the dialog's body and the part. */
const MARGIN = 8;

/** Brought into view, and given the focus, when it is what the dialog was opened for. */
export function DialogSection({ label, wanted, children }: DialogSectionProps) {
  const arrive = useCallback(
    (element: HTMLElement | null) => {
      if (element === null || !wanted) return;
      // After the dialog has put the focus on its first field.
      requestAnimationFrame(() => {
        const box = scrollerOf(element);
        // Not scrollIntoView: that moves the dialog itself as well, which has nowhere to go back to.
        if (box !== null) box.scrollTop += element.getBoundingClientRect().top - box.getBoundingClientRect().top - MARGIN;
        element.focus({ preventScroll: true });
      });
    },
    [wanted],
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw and name its controls anew.
    <div ref={arrive} role="group" aria-label={label} tabIndex={-1} className="rounded-md outline-none">
      {children}
    </div>
  );
}

function scrollerOf(element: HTMLElement): HTMLElement | null {
  let box = element.parentElement;
  while (box !== null && getComputedStyle(box).overflowY !== 'auto') box = box.parentElement;
  return box;
}

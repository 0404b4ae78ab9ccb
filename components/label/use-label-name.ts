'use client';

import { useMessages } from '#components/locale.tsx';
import { labelMessages } from './messages.ts';

interface Named {
  readonly id: string;
  readonly name: string;
  readonly builtIn: boolean;
}

/** What a group or tag is called: those that are always there in the reader's language, the others as people named them. */
export function useLabelName(): (label: Named) => string {
  const { builtIn } = useMessages(labelMessages);
  const names: Readonly<Record<string, string>> = builtIn;
  return ({ id, name, builtIn: always }) => (always ? (names[id] ?? name) : name);
}

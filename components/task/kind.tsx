'use client';

import { createContext, type ReactNode, useContext } from 'react';
import { useMessages } from '#components/locale.tsx';
import type { TaskKind } from '#engine/task/config.ts';
import { kindWords } from './kind-words.ts';

const KindContext = createContext<TaskKind>('migration');

/** Around the pages of one task: its kind decides what its steps and states are called on all of them. */
export function KindProvider({ kind, children }: { readonly kind: TaskKind; readonly children: ReactNode }) {
  return <KindContext value={kind}>{children}</KindContext>;
}

export function useKind(): TaskKind {
  return useContext(KindContext);
}

/** The words of the kind of the task whose page this is. */
export function useKindWords() {
  return useMessages(kindWords)[useKind()];
}

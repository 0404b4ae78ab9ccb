import type { ReactNode } from 'react';

export type CommandGroup = 'tasks' | 'pages' | 'create' | 'look' | 'help';

export interface Command {
  readonly id: string;
  readonly group: CommandGroup;
  readonly label: string;
  /** Also found by these: the words of the other language, say. */
  readonly keywords?: string;
  /** A second, quieter line: why it cannot be done, say. */
  readonly note?: ReactNode;
  readonly icon: ReactNode;
  readonly aside?: ReactNode;
  readonly disabled?: boolean;
  readonly run: () => void;
}

/** Those in which every word is found, in the order they have. What the server found already matches. */
export function matching(commands: readonly Command[], search: string): readonly Command[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return commands.filter(({ group, label, keywords = '' }) => {
    const text = `${label} ${keywords}`.toLowerCase();
    return group === 'tasks' || words.every((word) => text.includes(word));
  });
}

/** The next one that can be chosen, over the ends. */
export function neighbour(commands: readonly Command[], id: string | null, step: 1 | -1): string | null {
  const usable = commands.filter(({ disabled }) => disabled !== true);
  if (usable.length === 0) return null;
  const at = usable.findIndex((command) => command.id === id);
  const next = at === -1 ? (step === 1 ? 0 : usable.length - 1) : (at + step + usable.length) % usable.length;
  return usable[next]?.id ?? null;
}

'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useMemo, useState } from 'react';
import { useFormat, useMessages } from '#components/locale.tsx';
import { Spinner } from '#components/ui/spinner.tsx';
import { api } from '#lib/http/client.ts';
import type { FoundTask } from '#lib/task/search.ts';
import { CommandList } from './command-list.tsx';
import { type Command, matching, neighbour } from './commands.ts';
import { KeyCaps } from './key-caps.tsx';
import { commandMessages } from './messages.ts';
import { useCommands } from './use-commands.tsx';

export interface CommandMenuProps {
  readonly onClose: () => void;
  readonly onHelp: () => void;
}

const NONE: readonly FoundTask[] = [];

/** One field for everything: tasks by name, pages, and the few things one does from anywhere. */
export function CommandMenu({ onClose, onHelp }: CommandMenuProps) {
  const m = useMessages(commandMessages);
  const format = useFormat();
  const listId = useId();
  const [search, setSearch] = useState('');
  const [chosen, choose] = useState<string | null>(null);
  const words = useDeferredValue(search.trim());
  const { data, isFetching, isError } = useQuery({
    queryKey: ['search', words],
    queryFn: () => api<readonly FoundTask[]>('GET', `/search?q=${encodeURIComponent(words)}`),
    enabled: words !== '',
    placeholderData: keepPreviousData,
  });
  const commands = useCommands(words === '' ? NONE : (data ?? NONE), onHelp);
  const shown = useMemo(() => matching(commands, words), [commands, words]);
  const usable = (id: string | null) => shown.find((command) => command.id === id && command.disabled !== true);
  const current = usable(chosen) ?? usable(neighbour(shown, null, 1));
  const run = (command: Command | undefined) => {
    if (command === undefined || command.disabled === true) return;
    onClose();
    command.run();
  };
  const press = (event: KeyboardEvent) => {
    // While an input method composes, its keys are its own.
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      choose(neighbour(shown, current?.id ?? null, event.key === 'ArrowDown' ? 1 : -1));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(current);
    }
  };
  const optionId = (id: string) => `${listId}-${id}`;
  const active = current === undefined ? undefined : optionId(current.id);
  useEffect(() => {
    if (active !== undefined) document.getElementById(active)?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade-in bg-overlay" />
        <div className="pointer-events-none fixed inset-0 z-40 flex items-start justify-center p-4 sm:pt-[12vh]">
          <Dialog.Content
            aria-describedby={undefined}
            className="pointer-events-auto flex max-h-[min(480px,calc(100dvh-2rem))] w-full max-w-[600px] animate-dialog-in flex-col overflow-hidden rounded-xl bg-raised shadow-pop outline-none"
          >
            <Dialog.Title className="sr-only">{m.title}</Dialog.Title>
            <div className="flex h-12 shrink-0 items-center gap-2.5 border-b px-4">
              {isFetching ? (
                <Spinner className="size-4 shrink-0 text-subtle" />
              ) : (
                <Search aria-hidden className="size-4 shrink-0 text-subtle" />
              )}
              <input
                type="text"
                role="combobox"
                aria-label={m.title}
                aria-expanded="true"
                aria-controls={listId}
                aria-autocomplete="list"
                aria-activedescendant={active}
                autoComplete="off"
                spellCheck={false}
                placeholder={m.placeholder}
                value={search}
                maxLength={200}
                onChange={(event) => {
                  setSearch(event.target.value);
                  choose(null);
                }}
                onKeyDown={press}
                className="h-full min-w-0 flex-1 bg-transparent text-base outline-none"
              />
            </div>
            <CommandList id={listId} commands={shown} current={current?.id ?? null} optionId={optionId} onChoose={choose} onRun={run} />
            {shown.length === 0 && !isFetching && <p className="px-4 pt-4 pb-8 text-center text-muted text-sm">{m.nothing(words)}</p>}
            <footer className="flex h-9 shrink-0 items-center gap-4 border-t bg-surface-2/50 px-4 text-subtle text-xs">
              <span className="flex items-center gap-1.5">
                <KeyCaps keys={['↑', '↓']} /> {m.move}
              </span>
              <span className="flex items-center gap-1.5">
                <KeyCaps keys={['↵']} /> {m.choose}
              </span>
              <span role="status" className="ml-auto">
                {isError ? m.searchFailed : isFetching ? m.searching : m.count(format.count(shown.length))}
              </span>
            </footer>
          </Dialog.Content>
        </div>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

'use client';

import { Search, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { cn } from '#components/class-names.ts';
import { useMessages } from '#components/locale.tsx';
import { uiMessages } from './messages.ts';

export interface SearchInputProps {
  readonly value: string;
  readonly onValueChange: (value: string) => void;
  readonly placeholder?: string | undefined;
  /** Lets the `/` key bring the focus here from anywhere on the page. */
  readonly shortcut?: boolean | undefined;
  readonly 'aria-label'?: string | undefined;
  readonly autoFocus?: boolean | undefined;
  readonly className?: string | undefined;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

export function SearchInput({
  value,
  onValueChange,
  placeholder,
  shortcut = false,
  autoFocus = false,
  className,
  ...props
}: SearchInputProps) {
  const m = useMessages(uiMessages);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!shortcut) return;
    const focus = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    document.addEventListener('keydown', focus);
    return () => document.removeEventListener('keydown', focus);
  }, [shortcut]);
  const clear = () => {
    onValueChange('');
    input.current?.focus();
  };
  return (
    <div className={cn('control flex h-8 w-full min-w-0 items-center', className)}>
      <Search aria-hidden className="ml-2.5 size-3.5 shrink-0 text-subtle" />
      <input
        ref={input}
        type="search"
        autoComplete="off"
        spellCheck={false}
        // biome-ignore lint/a11y/noAutofocus: only where the caller opened a list for searching.
        autoFocus={autoFocus}
        aria-label={props['aria-label'] ?? placeholder ?? m.search}
        placeholder={placeholder ?? m.search}
        value={value}
        onChange={(event) => onValueChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || value === '') return;
          event.stopPropagation();
          clear();
        }}
        className="h-full w-full min-w-0 bg-transparent px-2 text-sm outline-none [&::-webkit-search-cancel-button]:appearance-none"
      />
      {value !== '' && (
        <button
          type="button"
          aria-label={m.clear}
          onClick={clear}
          className="mr-1.5 grid size-5 shrink-0 place-items-center rounded-sm text-subtle hover:bg-hover hover:text-foreground"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      )}
      {value === '' && shortcut && (
        <kbd
          aria-hidden
          className="mr-1.5 grid size-5 shrink-0 place-items-center rounded-sm border font-mono text-2xs text-subtle max-sm:hidden"
        >
          /
        </kbd>
      )}
    </div>
  );
}

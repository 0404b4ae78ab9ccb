'use client';

import { Tabs as Radix } from 'radix-ui';
import { type ReactNode, useEffect, useRef } from 'react';
import { cn } from '#components/class-names.ts';
import { showInBar } from './show-in-bar.ts';

export interface Tab<Value extends string> {
  readonly value: Value;
  readonly label: ReactNode;
  /** A figure or a small badge after the label. */
  readonly count?: ReactNode;
  readonly disabled?: boolean | undefined;
}

export interface TabsProps<Value extends string> {
  readonly value: Value;
  readonly onValueChange: (value: Value) => void;
  readonly tabs: readonly Tab<Value>[];
  readonly 'aria-label'?: string | undefined;
  readonly className?: string | undefined;
  /** TabPanels, one for each tab. */
  readonly children: ReactNode;
}

export function Tabs<Value extends string>({ value, onValueChange, tabs, className, children, ...props }: TabsProps<Value>) {
  const choose = (next: string) => {
    const tab = tabs.find((candidate) => candidate.value === next);
    if (tab) onValueChange(tab.value);
  };
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => showInBar(list.current, list.current?.querySelector<HTMLElement>(`[data-tab="${CSS.escape(value)}"]`)), [value]);
  return (
    <Radix.Root value={value} onValueChange={choose} className={cn('min-w-0', className)}>
      <Radix.List ref={list} aria-label={props['aria-label']} className="flex gap-5 overflow-x-auto border-b [scrollbar-width:none]">
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.value}
            data-tab={tab.value}
            value={tab.value}
            disabled={tab.disabled ?? false}
            className="relative flex h-9 shrink-0 items-center gap-1.5 rounded-sm font-medium text-muted text-sm transition-colors duration-100 after:absolute after:inset-x-0 after:bottom-0 after:h-0.5 after:rounded-full after:bg-transparent enabled:hover:text-foreground disabled:opacity-45 data-[state=active]:text-foreground data-[state=active]:after:bg-accent focus-visible:-outline-offset-2"
          >
            {tab.label}
            {tab.count !== undefined && (
              <span className="numeric rounded-full bg-active px-1.5 font-normal text-2xs text-muted leading-4.5">{tab.count}</span>
            )}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {children}
    </Radix.Root>
  );
}

export function TabPanel({ value, className, children }: { value: string; className?: string | undefined; children: ReactNode }) {
  return (
    <Radix.Content value={value} className={cn('pt-4', className)}>
      {children}
    </Radix.Content>
  );
}

'use client';

import { useSearchParams } from 'next/navigation';
import { withoutLogView } from './events/log-view.ts';

export const TABS = ['overview', 'structure', 'full', 'incremental', 'precheck', 'events', 'parameters', 'settings'] as const;
export type TabName = (typeof TABS)[number];

function isTab(value: string | null): value is TabName {
  return (TABS as readonly (string | null)[]).includes(value);
}

/**
 * The open tab, kept in the address so that it survives a reload and can be sent to someone. With `level` the log shows lines of that
 * level, whatever it was searched for before.
 */
export function useTab(): readonly [TabName, (tab: TabName, level?: string) => void] {
  const params = useSearchParams();
  const asked = params.get('tab');
  const choose = (tab: TabName, level?: string): void => {
    const next = level === undefined ? new URLSearchParams(params) : withoutLogView(new URLSearchParams(params));
    next.set('tab', tab);
    if (level !== undefined) next.set('level', level);
    window.history.replaceState(null, '', `?${next}`);
  };
  return [isTab(asked) ? asked : 'overview', choose];
}

import { ArrowLeftRight, Braces, Database, LayoutDashboard, RefreshCw, Settings } from 'lucide-react';

/** The pages of the sidebar, in its order. `under` is what else belongs to the entry. */
export const NAVIGATION = [
  { href: '/', name: 'overview', icon: LayoutDashboard, under: null },
  { href: '/migration', name: 'migration', icon: ArrowLeftRight, under: '/migration/' },
  { href: '/synchronization', name: 'synchronization', icon: RefreshCw, under: '/synchronization/' },
  { href: '/connections', name: 'connections', icon: Database, under: '/connections/' },
  { href: '/api-reference', name: 'api', icon: Braces, under: null },
  { href: '/settings/profile', name: 'settings', icon: Settings, under: '/settings/' },
] as const;

export function isUnder(path: string, { href, under }: { readonly href: string; readonly under: string | null }): boolean {
  return path === href || (under !== null && path.startsWith(under));
}

import { Boxes, KeyRound, ScrollText, Tags, UserRound, Users } from 'lucide-react';

/** The pages of the settings, in the order of their tabs. */
export const SETTINGS = [
  { href: '/settings/profile', name: 'profile', icon: UserRound },
  { href: '/settings/api-keys', name: 'keys', icon: KeyRound },
  { href: '/settings/users', name: 'users', icon: Users },
  { href: '/settings/groups', name: 'groups', icon: Boxes },
  { href: '/settings/tags', name: 'tags', icon: Tags },
  { href: '/settings/audit', name: 'audit', icon: ScrollText },
] as const;

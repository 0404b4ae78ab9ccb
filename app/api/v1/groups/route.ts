import { changing, reading } from '#lib/http/route.ts';
import { groupForm, listGroups, saveGroup } from '#lib/label/groups.ts';

export const GET = reading(() => listGroups());

export const POST = changing<Record<never, never>, typeof groupForm>(
  { action: 'group.create', body: groupForm, role: 'admin' },
  ({ body }) => saveGroup(null, body),
);

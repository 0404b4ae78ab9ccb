import { AdministratorsOnly } from '#components/settings/administrators-only.tsx';
import { UserList } from '#components/settings/users/user-list.tsx';
import { titled } from '#lib/page-title.ts';
import { requireSession } from '#lib/session/session.ts';
import { listUsers } from '#lib/session/users.ts';

export const generateMetadata = titled({ en: 'Users', zh: '用户' });

export default async function UsersPage() {
  const { id, role } = await requireSession();
  if (role !== 'admin') return <AdministratorsOnly />;
  return <UserList initial={await listUsers()} self={id} />;
}

import { Profile } from '#components/settings/profile/profile.tsx';
import { titled } from '#lib/page-title.ts';
import { listSessions } from '#lib/session/profile.ts';
import { requireSession } from '#lib/session/session.ts';

export const generateMetadata = titled({ en: 'Profile', zh: '个人信息' });

export default async function ProfilePage() {
  const person = await requireSession();
  const { name, email, role } = person;
  return <Profile person={{ name, email, role }} sessions={await listSessions(person)} />;
}

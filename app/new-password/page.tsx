import { redirect } from 'next/navigation';
import { NewPassword } from '#components/session/new-password.tsx';
import { titled } from '#lib/page-title.ts';
import { requireSignIn } from '#lib/session/session.ts';

export const generateMetadata = titled({ en: 'New Password', zh: '设置新密码' });

export default async function NewPasswordPage() {
  const { email, passwordDue } = await requireSignIn();
  if (!passwordDue) redirect('/');
  return <NewPassword email={email} />;
}

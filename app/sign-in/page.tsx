import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { SignIn } from '#components/session/sign-in.tsx';
import { titled } from '#lib/page-title.ts';
import { readSession } from '#lib/session/session.ts';
import { isSetUp } from '#lib/session/setup.ts';

export const generateMetadata = titled({ en: 'Sign In', zh: '登录' });

export default async function SignInPage() {
  if (!(await isSetUp())) redirect('/setup');
  if ((await readSession(await headers())) !== null) redirect('/');
  return <SignIn />;
}

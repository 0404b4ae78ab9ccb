import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { SignIn } from '#components/session/sign-in.tsx';
import { readSession } from '#lib/session/session.ts';
import { isSetUp } from '#lib/session/setup.ts';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage() {
  if (!(await isSetUp())) redirect('/setup');
  if ((await readSession(await headers())) !== null) redirect('/tasks');
  return <SignIn />;
}

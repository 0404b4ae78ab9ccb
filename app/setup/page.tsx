import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { connection } from 'next/server';
import { Setup } from '#components/session/setup.tsx';
import { isSetUp } from '#lib/session/setup.ts';

export const metadata: Metadata = { title: 'Set up' };

export default async function SetupPage() {
  await connection();
  if (await isSetUp()) redirect('/sign-in');
  return <Setup />;
}

import { redirect } from 'next/navigation';
import { connection } from 'next/server';
import { Setup } from '#components/session/setup.tsx';
import { titled } from '#lib/page-title.ts';
import { isSetUp } from '#lib/session/setup.ts';

export const generateMetadata = titled({ en: 'Set Up', zh: '初始化' });

export default async function SetupPage() {
  await connection();
  if (await isSetUp()) redirect('/sign-in');
  return <Setup />;
}

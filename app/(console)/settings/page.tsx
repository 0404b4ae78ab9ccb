import { redirect } from 'next/navigation';
import { requireSession } from '#lib/session/session.ts';

export default async function SettingsPage() {
  await requireSession();
  redirect('/settings/profile');
}

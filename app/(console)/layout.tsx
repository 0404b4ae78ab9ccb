import type { ReactNode } from 'react';
import { SignedIn } from '#components/session/signed-in.tsx';
import { requireSession } from '#lib/session/session.ts';

export default async function ConsoleLayout({ children }: { readonly children: ReactNode }) {
  const { name, email, role } = await requireSession();
  return (
    <SignedIn user={{ name, email }} role={role}>
      {children}
    </SignedIn>
  );
}

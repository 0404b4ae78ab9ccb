import { record } from '#lib/audit.ts';
import { metadata } from '#lib/metadata/client.ts';

/** An address is typed by anybody: the log keeps no novel. */
const LONGEST = 200;

/** Entries and exits of people, for the audit log. Nobody is kept out because a row cannot be written: the server's log then has it. */
async function leave(row: Parameters<typeof record>[0]): Promise<void> {
  await record(row).catch((error: unknown) => console.error('An audit row could not be written:', row, error));
}

export async function noteSignIn(userId: string): Promise<void> {
  const user = await metadata()
    .user.update({ where: { id: userId }, data: { lastSignInAt: new Date() }, select: { name: true } })
    .catch(() => null);
  await leave({ userId, who: user?.name ?? '', action: 'session.sign-in', subject: '' });
}

/** `typed` is whatever stood in the field; it is kept only when it is somebody's address, for people type passwords there. */
export async function noteRefusedSignIn(typed: string, refused: string): Promise<void> {
  const email = typed.trim().toLowerCase().slice(0, LONGEST);
  const user = await metadata()
    .user.findUnique({ where: { email }, select: { id: true, name: true } })
    .catch(() => null);
  await leave({ userId: user?.id ?? null, who: user?.name ?? '', action: 'session.sign-in', subject: '', detail: { refused } });
}

export async function noteSignOut(person: { readonly id: string; readonly name: string }): Promise<void> {
  await leave({ userId: person.id, who: person.name, action: 'session.sign-out', subject: '' });
}

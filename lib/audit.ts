import { randomUUID } from 'node:crypto';
import { metadata } from '#lib/metadata/client.ts';

/** Leaves a row of what a person did. Never carries passwords: `detail` is for names and codes. */
export async function record(entry: {
  readonly userId: string | null;
  readonly action: string;
  readonly subject: string;
  readonly detail?: Readonly<Record<string, string>>;
}): Promise<void> {
  const { userId, action, subject, detail = {} } = entry;
  await metadata().auditEntry.create({ data: { id: randomUUID(), userId, action, subject, detail } });
}

import { randomUUID } from 'node:crypto';
import { metadata } from '#lib/metadata/client.ts';

/** Leaves a row of what a person did. Never carries passwords: `detail` is for names and codes. */
export async function record(entry: {
  readonly userId: string | null;
  /** The person's name: the account may be gone when the row is read. */
  readonly who: string;
  /** Name of the API key that asked in that person's name. */
  readonly key?: string;
  readonly action: string;
  readonly subject: string;
  readonly subjectName?: string;
  readonly detail?: Readonly<Record<string, string>>;
}): Promise<void> {
  const { userId, who, key, action, subject, subjectName = '', detail = {} } = entry;
  const data = {
    id: randomUUID(),
    userId,
    who,
    action,
    subject,
    subjectName,
    detail: key === undefined ? { ...detail } : { ...detail, key },
  };
  await metadata().auditEntry.create({ data });
}

type Find = (id: string) => Promise<{ readonly name: string } | null>;

const select = { name: true } as const;

/** By the first word of an action: what it is done to. */
const FIND: Readonly<Record<string, Find>> = {
  task: (id) => metadata().task.findUnique({ where: { id }, select }),
  connection: (id) => metadata().connection.findUnique({ where: { id }, select }),
  user: (id) => metadata().user.findUnique({ where: { id }, select }),
  key: (id) => metadata().apiKey.findUnique({ where: { id }, select }),
  group: (id) => metadata().resourceGroup.findUnique({ where: { id }, select }),
  tag: (id) => metadata().environmentTag.findUnique({ where: { id }, select }),
};

/** What the subject of an action is called now; empty when it has no name or is not there. Never fails: the action matters more. */
export async function nameOfSubject(action: string, subject: string): Promise<string> {
  const find = FIND[action.split('.', 1)[0] ?? ''];
  const id = subject.split('/', 1)[0] ?? '';
  if (find === undefined || id === '') return '';
  return (await find(id).catch(() => null))?.name ?? '';
}

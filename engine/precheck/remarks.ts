import type { Remark } from '../destination/remark.ts';
import { text } from '../text.ts';
import type { CheckContext, Problem } from './check.ts';
import { grouped, listed } from './names.ts';

/** What the destination says of the tables it is to make: of these topics. */
export async function remarksOn(context: CheckContext, ...topics: readonly Remark['topic'][]): Promise<readonly Remark[]> {
  const { plan, structure } = await context.prepared();
  const remarks = structure?.writer.remarks?.(plan.tables) ?? [];
  return remarks.filter(({ topic }) => topics.includes(topic));
}

/** A table has many columns, and a task many tables: what is said of several alike is said once. */
export function problemsOf(remarks: readonly Remark[]): readonly Problem[] {
  return grouped(remarks, ({ about, fix }) => `${about.en}\n${fix.en}`).flatMap(([, group]) => {
    const [first] = group;
    if (first === undefined) return [];
    const subjects = listed(group.map(({ subject }) => subject));
    const { about, fix } = first;
    return [{ subject: subjects.en, cause: text(`${subjects.en}: ${about.en}`, `${subjects.zh}：${about.zh}`), fix }];
  });
}

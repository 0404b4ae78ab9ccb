import { metadata } from '#lib/metadata/client.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { progressOf } from './progress.ts';
import { json } from './store.ts';
import { summarize } from './summary.ts';

/** Of tasks whose progress was stored by a version that kept no summary. Once: whoever stores progress now stores both. */
export async function summarizeOld(): Promise<void> {
  const old = await metadata().task.findMany({
    where: { summary: { equals: Prisma.DbNull }, progress: { not: Prisma.DbNull } },
    select: { id: true, updatedAt: true },
  });
  for (const { id, updatedAt } of old) {
    const summary = json(summarize(await progressOf(id)));
    await metadata().task.updateMany({ where: { id }, data: { summary, updatedAt } });
  }
}

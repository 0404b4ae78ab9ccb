import { z } from 'zod';
import { metadata } from '#lib/metadata/client.ts';
import { Prisma } from '#prisma/generated/client.ts';

export const AUDIT_PAGE = 50;

const instant = z.iso.datetime({ offset: true }).transform((value) => new Date(value));

/** What is asked for; everything may be left out. */
export const auditQuery = z.object({
  person: z.string().max(100).optional(),
  /** One action (`task.start`), or everything about one thing (`task`). */
  action: z.string().max(100).optional(),
  outcome: z.enum(['done', 'refused']).optional(),
  from: instant.optional(),
  to: instant.optional(),
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
});
type AuditQuery = z.infer<typeof auditQuery>;

export interface AuditRow {
  readonly id: string;
  readonly at: string;
  readonly userId: string | null;
  readonly who: string;
  /** Name of the API key that asked. */
  readonly key: string | null;
  readonly action: string;
  readonly subject: string;
  readonly subjectName: string;
  /** Where the subject is shown, if it still is. */
  readonly href: string | null;
  /** Code of the error; null when it was done. */
  readonly refused: string | null;
  readonly detail: Readonly<Record<string, string>>;
}

export interface AuditPage {
  readonly rows: readonly AuditRow[];
  readonly total: number;
  readonly page: number;
  readonly pages: number;
}

/** A page of the log, the newest first. */
export async function readAudit(query: AuditQuery): Promise<AuditPage> {
  const where = whereOf(query);
  const [total, found] = await Promise.all([
    metadata().auditEntry.count({ where }),
    metadata().auditEntry.findMany({ where, orderBy: ORDER, take: AUDIT_PAGE, skip: (query.page - 1) * AUDIT_PAGE }),
  ]);
  return { rows: await withLinks(found.map(rowOf)), total, page: query.page, pages: Math.max(1, Math.ceil(total / AUDIT_PAGE)) };
}

const ORDER = [{ at: 'desc' as const }, { id: 'desc' as const }];
const BATCH = 1_000;

/** All rows that are asked for, in turns: the log may be longer than the memory. */
export async function* eachAuditRow(query: AuditQuery): AsyncGenerator<AuditRow> {
  const where = whereOf(query);
  let last: { readonly id: string } | null = null;
  for (;;) {
    const found: Awaited<ReturnType<typeof entries>> = await entries(where, last);
    yield* found.map(rowOf);
    last = found.at(-1) ?? null;
    if (found.length < BATCH || last === null) return;
  }
}

function entries(where: Prisma.AuditEntryWhereInput, after: { readonly id: string } | null) {
  return metadata().auditEntry.findMany({
    where,
    orderBy: ORDER,
    take: BATCH,
    ...(after === null ? {} : { cursor: { id: after.id }, skip: 1 }),
  });
}

/** Whom and what one can filter by. */
export async function auditChoices() {
  const [people, actions] = await Promise.all([
    metadata().auditEntry.groupBy({ by: ['userId'], where: { userId: { not: null } }, _max: { who: true } }),
    metadata().auditEntry.groupBy({ by: ['action'], orderBy: { action: 'asc' } }),
  ]);
  const users = await metadata().user.findMany({ select: { id: true, name: true } });
  const names = new Map(users.map(({ id, name }) => [id, name]));
  return {
    people: people
      .map(({ userId, _max }) => ({ id: userId ?? '', name: names.get(userId ?? '') ?? _max.who ?? '' }))
      .sort((one, other) => one.name.localeCompare(other.name)),
    actions: actions.map(({ action }) => action),
  };
}
export type AuditChoices = Awaited<ReturnType<typeof auditChoices>>;

function whereOf({ person, action, outcome, from, to }: AuditQuery): Prisma.AuditEntryWhereInput {
  return {
    ...(person === undefined ? {} : { userId: person }),
    ...(action === undefined ? {} : action.includes('.') ? { action } : { action: { startsWith: `${action}.` } }),
    ...(outcome === undefined
      ? {}
      : { detail: { path: ['refused'], ...(outcome === 'done' ? { equals: Prisma.DbNull } : { not: Prisma.DbNull }) } }),
    ...(from === undefined && to === undefined ? {} : { at: { ...(from && { gte: from }), ...(to && { lt: to }) } }),
  };
}

type Entry = Awaited<ReturnType<typeof entries>>[number];

function rowOf({ id, at, userId, who, action, subject, subjectName, detail }: Entry): AuditRow {
  const { refused, key, ...rest } = detail as Readonly<Record<string, string>>;
  return {
    ...{ id, at: at.toISOString(), userId, who, action, subject, subjectName, href: null },
    key: key ?? null,
    refused: refused ?? null,
    detail: rest,
  };
}

/** Links lead only where something is: one query a page, not one a row. */
async function withLinks(rows: readonly AuditRow[]): Promise<readonly AuditRow[]> {
  const idOf = ({ subject }: AuditRow) => subject.split('/', 1)[0] ?? '';
  const ids = [...new Set(rows.filter(({ action }) => action.startsWith('task.')).map(idOf))];
  const tasks = await metadata().task.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  const names = new Map(tasks.map(({ id, name }) => [id, name]));
  return rows.map((row) => {
    const name = names.get(idOf(row));
    return name === undefined ? row : { ...row, href: `/tasks/${idOf(row)}`, subjectName: row.subjectName || name };
  });
}

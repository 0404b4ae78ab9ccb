import { z } from 'zod';
import { meaning } from '#lib/meaning.ts';

/** What small requests about one task bring; routes check them by these, and the API's description shows them. */
const name = z.string().min(1);

export const sideAsked = z.strictObject({ side: z.enum(['source', 'destination']) });

/** An empty filter lets every row through. */
export const filterAsked = z.strictObject({ schema: name, table: name, where: z.string().max(100_000) });

export const countAsked = filterAsked.extend({ where: filterAsked.shape.where.min(1) });

export const remedyAsked = z.strictObject({ statements: z.array(name).min(1).max(10_000) });

const sql = z.string().regex(/\S/).max(4_000_000).optional().meta(meaning('What is run in place of it', '用于代替原语句执行的 SQL'));

export const statementMend = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('retry'), statement: name, sql }),
  z.strictObject({ action: z.literal('skip'), statements: z.array(name).min(1) }),
]);

export const tableMend = z.strictObject({
  table: name.meta(meaning('Its id: `["schema","name"]`', '表的 ID：`["schema","name"]`')),
  action: z.enum(['retry', 'skip']),
});

export const tableAsked = tableMend.pick({ table: true });

const refusal = { refused: name, attempt: z.number().int().min(1).meta(meaning('Which of its failures was seen', '所见的是第几次失败')) };

export const ddlMend = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('retry'), ...refusal, sql }),
  z.strictObject({ action: z.literal('skip'), ...refusal }),
]);

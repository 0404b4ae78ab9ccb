import { z } from 'zod';

const instant = z.iso
  .datetime({ offset: true, abort: true, error: 'must be a time with its zone, such as 2026-03-01T12:00:00Z' })
  .transform((value) => Date.parse(value))
  .nullable()
  .default(null);

/** What is asked of a log in an address. */
export const logQuery = z
  .object({
    before: z.coerce.number().int().positive().nullable().default(null),
    level: z.enum(['info', 'warn', 'error']).nullable().default(null),
    q: z.string().max(1_000).default(''),
    from: instant,
    to: instant,
    limit: z.coerce.number().int().min(1).max(500).default(200),
  })
  .refine(({ from, to }) => from === null || to === null || from < to, { path: ['to'], error: 'must be later than from' });

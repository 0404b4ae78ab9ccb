import { z } from 'zod';

const instant = z.iso
  .datetime({ offset: true, abort: true, error: 'must be a time with its zone, such as 2026-03-01T12:00:00Z' })
  .transform((value) => Date.parse(value))
  .nullable()
  .default(null);

const which = {
  level: z.enum(['info', 'warn', 'error']).nullable().default(null),
  q: z.string().max(1_000).default(''),
  from: instant,
  to: instant,
};

const forwards = ({ from, to }: { readonly from: number | null; readonly to: number | null }) => from === null || to === null || from < to;
const BACKWARDS = { path: ['to'], error: 'must be later than from' };

/** Which lines of a log, in an address. */
export const logChoice = z.object(which).refine(forwards, BACKWARDS);

/** A page of them. */
export const logQuery = z
  .object({
    ...which,
    before: z.coerce.number().int().positive().nullable().default(null),
    limit: z.coerce.number().int().min(1).max(500).default(200),
  })
  .refine(forwards, BACKWARDS);

import { z } from 'zod';
import { OBJECT_KINDS } from '#engine/schema/object.ts';
import { STATEMENT_STATES, STRUCTURE_LISTS, type StructureFilter } from './structure-page.ts';

/** What is asked of a structure in an address. */
export const structureFilter = z.object({
  q: z.string().max(1_000).default(''),
  /** One or more, separated by commas. */
  kind: z
    .string()
    .default('')
    .transform((kinds) => kinds.split(',').filter((kind) => kind !== ''))
    .pipe(z.array(z.enum(OBJECT_KINDS))),
  phase: z.enum(['before', 'after']).nullable().default(null),
  state: z.enum(STATEMENT_STATES).nullable().default(null),
  same: z.enum(['true', 'false']).nullable().default(null),
});

export const structureQuery = structureFilter
  .extend({
    list: z.enum(STRUCTURE_LISTS).default('statements'),
    offset: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(500).default(100),
    /** Reads both databases again instead of answering from memory. */
    fresh: z.enum(['0', '1']).default('0'),
  })
  .transform(({ list, offset, limit, fresh, ...filter }) => ({ ...filterOf(filter), list, offset, limit, fresh: fresh === '1' }));

export function filterOf({ kind, same, ...rest }: z.infer<typeof structureFilter>): StructureFilter {
  return { ...rest, kinds: kind, same: same === null ? null : same === 'true' };
}

import { reading } from '#lib/http/route.ts';
import { pageOfStructure } from '#lib/task/structure.ts';
import { structureQuery } from '#lib/task/structure-query.ts';

/** A page of the DDL of the task (`list=statements`), of what the destination has already (`present`), or of what is not made (`left-out`). */
export const GET = reading<{ readonly id: string }>(({ params, url }) =>
  pageOfStructure(params.id, structureQuery.parse(Object.fromEntries(url.searchParams))),
);

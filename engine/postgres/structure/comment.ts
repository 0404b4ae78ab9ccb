import { literal } from '../quote.ts';

/** Expression: the comment on a whole object, or null, by the index on it: `obj_description` asks for its catalog by name each time. */
export function commentSql(catalog: string, oid: string): string {
  return `(select about.description from pg_description about
    where about.classoid = '${catalog}'::regclass and about.objoid = ${oid} and about.objsubid = 0)`;
}

/** Statements that set a comment: one, or none where there is no comment. `object` as in `TABLE "s"."t"`, `COLUMN "s"."t"."c"`. */
export function commentOn(object: string, comment: string | null): readonly string[] {
  return comment === null ? [] : [`comment on ${object} is ${literal(comment).trim()}`];
}

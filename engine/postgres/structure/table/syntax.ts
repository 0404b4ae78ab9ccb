import type { Need } from '../../../schema/object.ts';
import { text, verbatim } from '../../../text.ts';

/** Words of SQL that came with a version, as the server prints them: keywords in capitals, which names without quotes never are. */
const SINCE: readonly (Need & { readonly found: RegExp })[] = [
  { version: 120000, what: verbatim('AS MATERIALIZED'), found: /\bAS (NOT )?MATERIALIZED \(/ },
  { version: 130000, what: verbatim('WITH TIES'), found: /\bWITH TIES\b/ },
  { version: 130000, what: verbatim('NORMALIZE'), found: /\bNORMALIZE\(|\bIS (NOT )?(NFK?[CD] )?NORMALIZED\b/ },
  {
    version: 140000,
    what: text('SEARCH or CYCLE', 'SEARCH 或 CYCLE'),
    found: /\bSEARCH (BREADTH|DEPTH) FIRST BY\b|\bCYCLE .+ SET .+ USING\b/,
  },
  { version: 140000, what: text('an alias of a join', '连接的别名'), found: /\bUSING \([^()]*\) AS / },
  { version: 140000, what: verbatim('GROUP BY DISTINCT'), found: /\bGROUP BY DISTINCT\b/ },
  { version: 140000, what: verbatim('SUBSTRING … SIMILAR'), found: /\bSUBSTRING\([^()]* SIMILAR / },
  { version: 160000, what: verbatim('SQL/JSON'), found: /\bJSON_(OBJECT|ARRAY)(AGG)?\(|\bIS (NOT )?JSON\b/ },
  { version: 160000, what: verbatim('SYSTEM_USER'), found: /\bSYSTEM_USER\b/ },
  { version: 170000, what: verbatim('SQL/JSON'), found: /\bJSON_(TABLE|QUERY|VALUE|EXISTS|SCALAR|SERIALIZE)\(|\bJSON\(/ },
  { version: 170000, what: verbatim('AT LOCAL'), found: /\bAT LOCAL\b/ },
];

/** What only newer servers understand of a query that the server printed. Functions and operators are not looked at. */
export function syntaxNeeds(query: string): readonly Need[] {
  const bare = query.replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"/g, '""');
  return SINCE.filter(({ found }) => found.test(bare)).map(({ version, what }) => ({ version, what }));
}

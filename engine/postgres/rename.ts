import type { NameMap } from '../plan/names.ts';
import { parseSync } from './grammar.ts';
import { Edits } from './rename/edits.ts';
import { EXPRESSIONS } from './rename/expression.ts';
import { isNode, kindOf, textsOf } from './rename/node.ts';
import { OBJECTS } from './rename/object.ts';
import { createPass } from './rename/pass.ts';
import { QUERIES } from './rename/query.ts';
import { notRenamed } from './rename/refused.ts';
import { NOTHING } from './rename/scope.ts';
import { TABLES } from './rename/table.ts';
import { wordsIn } from './rename/words.ts';
import { parsed, written } from './rename/write.ts';

/**
 * Maps names inside SQL the source prints to those a task chose, with PostgreSQL's own grammar: names are found in the parse tree
 * and replaced in the text, everything else stays byte for byte.
 */
export interface Renamer {
  /**
   * Whole statements, every name outside pg_catalog qualified with its schema.
   * @throws EngineError `plan.definition-not-renamed`
   */
  statement(sql: string): string;
  /** A type as `format_type` prints it: `sales.status[]`, `numeric(10,2)`. */
  type(sql: string): string;
  /** Names that are mapped and that occur, as words, in SQL text the grammar cannot see into (bodies of functions). */
  mentions(body: string): readonly string[];
}

const HANDLERS = { ...EXPRESSIONS, ...QUERIES, ...TABLES, ...OBJECTS };

/** Wants the grammar loaded. */
export function createRenamer(names: NameMap): Renamer {
  const inner = (sql: string): string => {
    const tree = parsed(sql);
    const edits = new Edits();
    createPass({ names, edits, inner }, HANDLERS).visit(tree, NOTHING);
    return edits.none ? sql : written(sql, tree, edits);
  };
  const statement = (sql: string): string => {
    if (!names.changes) return sql;
    try {
      return inner(sql);
    } catch (error) {
      throw notRenamed(sql, error);
    }
  };
  return {
    statement,
    // Without a schema it is the server's own: most are, and there are as many as columns.
    type: (sql) => (sql.includes('.') ? statement(`${BEFORE_TYPE}${sql}`).slice(BEFORE_TYPE.length) : sql),
    mentions: (body) => (names.changes ? wordsIn(body).filter((word) => names.renamed.has(word)) : []),
  };
}

const BEFORE_TYPE = 'SELECT NULL::';

/** Columns an expression reads, by PostgreSQL's grammar. */
export function columnsOf(expression: string): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (part: unknown): void => {
    const reference = kindOf(part);
    if (reference?.kind === 'ColumnRef') {
      const name = textsOf(reference.node.fields).findLast((text) => text !== null);
      if (name) found.add(name);
    }
    if (Array.isArray(part)) part.forEach(visit);
    else if (isNode(part)) Object.values(part).forEach(visit);
  };
  visit(parseSync(`SELECT (${expression}\n)`));
  return found;
}

import { quote } from '../quote.ts';
import type { Node } from './node.ts';
import { Refused } from './refused.ts';

/** A name of the tree that is to be another one. */
export interface Rename {
  readonly node: Node;
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

/** Text that is added behind a name of the tree, and what the tree has more for it. */
export interface Addition {
  readonly node: Node;
  readonly field: string;
  readonly sql: string;
  /** True when the name may stand in parentheses that belong to it. */
  readonly outside: boolean;
  readonly apply: () => void;
}

/** A join's columns in common that get two names, as a condition in their place. */
export interface Condition {
  /** The String nodes of USING, in order. */
  readonly columns: readonly Node[];
  readonly sql: string;
  readonly apply: () => void;
}

/** What is to change in a statement. The tree stays as it was until all is known: scopes are looked up by the old names. */
export class Edits {
  readonly #renames = new Map<Node, Map<string, Rename>>();
  readonly additions: Addition[] = [];
  readonly conditions: Condition[] = [];

  get renames(): readonly Rename[] {
    return [...this.#renames.values()].flatMap((fields) => [...fields.values()]);
  }

  get none(): boolean {
    return this.#renames.size + this.additions.length + this.conditions.length === 0;
  }

  /** Whether a node gets another name. */
  touches(node: Node): boolean {
    return this.#renames.has(node);
  }

  rename(node: Node, field: string, to: string): void {
    const from = node[field];
    if (typeof from !== 'string' || from === to) return;
    const fields = this.#renames.get(node) ?? new Map<string, Rename>();
    const before = fields.get(field);
    if (before !== undefined && before.to !== to) throw ambiguous(from);
    this.#renames.set(node, fields.set(field, { node, field, from, to }));
  }

  /** Calls a relation in FROM by a name, for it got another one and its columns are qualified by the old. */
  alias(relation: Node, name: string): void {
    const apply = () => {
      relation.alias = { aliasname: name };
    };
    this.additions.push({ node: relation, field: 'relname', sql: ` AS ${quote(name)}`, outside: false, apply });
  }

  /** Keeps the name of a column of a query. `last`: the String node of the reference the name came from. */
  label(target: Node, last: Node, name: string): void {
    const apply = () => {
      target.name = name;
    };
    this.additions.push({ node: last, field: 'sval', sql: ` AS ${quote(name)}`, outside: true, apply });
  }

  /** Writes `USING (…)` as `ON (…)`. */
  condition(join: Node, columns: readonly Node[], sql: string, quals: unknown): void {
    const apply = () => {
      delete join.usingClause;
      join.quals = quals;
    };
    this.conditions.push({ columns, sql, apply });
  }

  /** Names the columns of a view. */
  columns(relation: Node, columns: readonly string[], apply: () => void): void {
    this.additions.push({ node: relation, field: 'relname', sql: ` (${columns.map(quote).join(', ')})`, outside: false, apply });
  }
}

/** One written name that means two things with different new names. */
export function ambiguous(name: string): Refused {
  return new Refused({ en: `${quote(name)} stands for things that get different names`, zh: `${quote(name)}所指的对象映射为不同的名称` });
}

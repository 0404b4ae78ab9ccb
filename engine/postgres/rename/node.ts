/** A part of PostgreSQL's parse tree; which fields it has depends on its kind. */
export interface Node {
  [field: string]: unknown;
}

/** A node that stands inside another names its kind, `{ "ColumnRef": { … } }`, unless only one kind can stand there. */
export interface Kind {
  readonly kind: string;
  readonly node: Node;
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A node without its wrapper, or null for what is not wrapped. */
export function kindOf(value: unknown): Kind | null {
  if (!isNode(value)) return null;
  const [entry, ...others] = Object.entries(value);
  if (entry === undefined || others.length > 0 || !/^[A-Z]/.test(entry[0]) || !isNode(entry[1])) return null;
  return { kind: entry[0], node: entry[1] };
}

/** The node when it is of this kind. */
export function only(value: unknown, kind: string): Node | null {
  const found = kindOf(value);
  return found?.kind === kind ? found.node : null;
}

/** A list, whether the tree holds it bare or as a `List`; what is absent is empty. */
export function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  const list = only(value, 'List');
  return Array.isArray(list?.items) ? list.items : [];
}

/** The text of a field; absent ones are null. */
export function textOf(node: unknown, field: string): string | null {
  const value = isNode(node) ? node[field] : undefined;
  return typeof value === 'string' ? value : null;
}

/** The String nodes of a list, without wrapper; what is something else (a star, a subscript) is null. */
export function stringsOf(value: unknown): readonly (Node | null)[] {
  return listOf(value).map((each) => only(each, 'String'));
}

/** The texts of a list of String nodes. */
export function textsOf(value: unknown): readonly (string | null)[] {
  return stringsOf(value).map((each) => textOf(each, 'sval'));
}

/** A text as the tree holds it inside a list. */
export function stringNode(sval: string): Node {
  return { String: { sval } };
}

/** Places in the text a tree was read from: nothing a statement means. */
const PLACE = /^(stmt_len|.*location|.*list_(start|end))$/;

/**
 * Walks two trees side by side: true when they are the same in all but texts that `accept` lets differ. Places in the text are
 * no part of the comparison.
 */
export function alike(left: unknown, right: unknown, accept: (holder: Node, field: string, to: string) => boolean): boolean {
  if (Array.isArray(left)) {
    return Array.isArray(right) && left.length === right.length && left.every((each, index) => alike(each, right[index], accept));
  }
  if (!isNode(left) || !isNode(right)) return left === right;
  const fields = new Set([...Object.keys(left), ...Object.keys(right)].filter((field) => !PLACE.test(field)));
  return [...fields].every((field) => {
    const [from, to] = [left[field], right[field]];
    if (typeof from === 'string' && typeof to === 'string') return from === to || accept(left, field, to);
    return alike(from, to, accept);
  });
}

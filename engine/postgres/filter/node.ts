/** A part of the tree the grammar makes: a node stands under its kind's name, `{ "ColumnRef": { … } }`. */
export type Node = { readonly [key: string]: unknown };

/** Whether a value is a node of the parser's tree. */
export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The node under `key`, or null. */
export function nodeIn(parent: unknown, key: string): Node | null {
  const child = isNode(parent) ? parent[key] : undefined;
  return isNode(child) ? child : null;
}

/** The strings of a name list (`funcname`, `fields`): a qualified name in its parts. */
export function strings(list: unknown): readonly string[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((each) => {
    const value = nodeIn(each, 'String')?.sval;
    return typeof value === 'string' ? [value] : [];
  });
}

/** Kind and body of a node; null for lists, scalars and the plain parts of nodes, whose keys are in lower case. */
export function kindOf(value: unknown): { readonly kind: string; readonly body: Node } | null {
  if (!isNode(value)) return null;
  const [kind] = Object.keys(value);
  if (kind === undefined || !/^[A-Z]/.test(kind)) return null;
  return { kind, body: nodeIn(value, kind) ?? {} };
}

/** Where a node stands, in bytes; nodes without a place of their own stand where their first child does. */
export function placeOf(value: unknown): number | null {
  if (Array.isArray(value)) return firstPlace(value);
  if (!isNode(value)) return null;
  if (typeof value.location === 'number' && value.location >= 0) return value.location;
  return firstPlace(Object.values(value));
}

function firstPlace(values: readonly unknown[]): number | null {
  const places = values.map(placeOf).filter((place) => place !== null);
  return places.length === 0 ? null : Math.min(...places);
}

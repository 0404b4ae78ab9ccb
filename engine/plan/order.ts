/** Something to be ordered: what it requires must come before it. */
export interface Node {
  readonly id: string;
  readonly requires: readonly string[];
  /** Whether something may stand in its place for a while (a view without its body). */
  readonly standsIn: boolean;
}

export interface Order {
  /** Ids in an order that works. */
  readonly ids: readonly string[];
  /** Ids in whose place a stand-in is made; they themselves come after all of `ids`, in this order. */
  readonly circles: readonly string[];
}

/**
 * Orders nodes so that each follows what it requires, and otherwise keeps the order given. Circles are broken as pg_dump breaks
 * them, at the views; a circle without one is cut where it closes, and its last statement then tells what is missing. Pure.
 */
export function order(nodes: readonly Node[]): Order {
  const links = new Map(nodes.map(({ id, requires }) => [id, requires]));
  const round = circlesIn(nodes, links);
  const circles = nodes.filter(({ id, standsIn }) => standsIn && round.has(id)).map(({ id }) => id);
  const stoodIn = new Set(circles);
  // A stand-in needs nothing of its circle: only the types of its columns, and those do not depend on it.
  const loose = new Map(
    [...links].map(([id, needs]) => [id, stoodIn.has(id) ? needs.filter((need) => round.get(need) !== round.get(id)) : needs]),
  );
  const ids: string[] = [];
  walk(nodes, loose, (id) => ids.push(id));
  const bodies = new Map(circles.map((id) => [id, (links.get(id) ?? []).filter((need) => stoodIn.has(need))]));
  const after: string[] = [];
  walk(
    nodes.filter(({ id }) => stoodIn.has(id)),
    bodies,
    (id) => after.push(id),
  );
  return { ids, circles: after };
}

/** Calls `leave` for each node after all it leads to. An own stack: long chains of views must not run out of the machine's. */
function walk(nodes: readonly Node[], links: ReadonlyMap<string, readonly string[]>, leave: (id: string) => void): void {
  const seen = new Set<string>();
  for (const { id: root } of nodes) {
    if (seen.has(root)) continue;
    seen.add(root);
    const stack = [{ id: root, next: 0 }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const need = links.get(top.id)?.[top.next];
      top.next += 1;
      if (need === undefined) {
        leave(top.id);
        stack.pop();
      } else if (links.has(need) && !seen.has(need)) {
        seen.add(need);
        stack.push({ id: need, next: 0 });
      }
    }
  }
}

/** Number of the circle a node is in, for those in one (Kosaraju: what reaches each other stays together in the graph turned round). */
function circlesIn(nodes: readonly Node[], links: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, number> {
  const left: string[] = [];
  walk(nodes, links, (id) => left.push(id));
  const back = new Map<string, string[]>(nodes.map(({ id }) => [id, []]));
  for (const [id, needs] of links) for (const need of needs) back.get(need)?.push(id);
  const circle = new Map<string, number>();
  const seen = new Set<string>();
  left.reverse().forEach((root, number) => {
    if (seen.has(root)) return;
    const members = reach(root, back, seen);
    if (members.length > 1) for (const id of members) circle.set(id, number);
  });
  return circle;
}

function reach(root: string, links: ReadonlyMap<string, readonly string[]>, seen: Set<string>): readonly string[] {
  const found = [root];
  seen.add(root);
  for (const id of found) {
    for (const next of links.get(id) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      found.push(next);
    }
  }
  return found;
}

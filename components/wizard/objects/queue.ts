/** Lets at most `most` pieces of work run at once; the others wait in order. */
export function queueOf(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= most) await new Promise<void>((go) => waiting.push(go));
    else running += 1;
    try {
      return await work();
    } finally {
      // Who waits takes over the place; it is given up only when nobody does.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}

import type { Written } from './written.ts';

/** So that none has more bytes than `most`, for a row may be larger than what can be asked for at once: the last says what all are about. Pure. */
export function partsOf({ said, bytes }: Written, most: number): readonly Written[] {
  const count = Math.max(1, Math.ceil(bytes.length / most));
  return Array.from({ length: count }, (_, index) => ({
    said: index === count - 1 ? said : '',
    bytes: bytes.subarray(index * most, (index + 1) * most),
  }));
}

export interface WrittenWhole extends Written {
  /** How many parts it is made of. */
  readonly parts: number;
}

/** Those of which all parts are there, that come in their order; what is left over is the beginning of the next. Pure. */
export function wholeOf(parts: readonly Written[]): readonly WrittenWhole[] {
  const found: WrittenWhole[] = [];
  let open: Buffer[] = [];
  for (const { said, bytes } of parts) {
    open.push(bytes);
    if (said === '') continue;
    found.push({ said, bytes: open.length === 1 ? bytes : Buffer.concat(open), parts: open.length });
    open = [];
  }
  return found;
}

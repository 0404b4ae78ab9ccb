/** Chance from a seed: the same throws in the same order on every machine. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** At least 0, less than 1 (mulberry32). */
  share(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** From 1 to `sides`. */
  roll(sides: number): number {
    return 1 + Math.floor(this.share() * sides);
  }

  one<T>(of: readonly [T, ...T[]]): T {
    return of[Math.floor(this.share() * of.length)] ?? of[0];
  }

  /** Hexadecimal digits: they do not compress, so many of them are stored out of line. */
  noise(digits: number): string {
    let text = '';
    while (text.length < digits)
      text += Math.floor(this.share() * 4_294_967_296)
        .toString(16)
        .padStart(8, '0');
    return text.slice(0, digits);
  }

  uuid(): string {
    return this.noise(32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  }

  /** A day of 2024 or 2025, or now and then one outside both. */
  day(): string {
    const days = Math.floor(this.share() * 800) - 30;
    return new Date(Date.UTC(2024, 0, 1 + days)).toISOString().slice(0, 10);
  }

  moment(): string {
    return new Date(Date.UTC(2026, 0, 1) + Math.floor(this.share() * 31_536_000_000)).toISOString();
  }

  money(upTo: number): string {
    return (0.01 + this.share() * upTo).toFixed(2);
  }

  words(): string {
    return this.one([
      'plain',
      `it's "quoted"`,
      'tab\there',
      'two\nlines',
      'back\\slash \\N',
      '中文',
      'Ünïcödé ✓ 🚚',
      '',
      ' NULL ',
      'a\r\nb',
    ]);
  }
}

import { fail } from '../errors.ts';
import { RESERVED } from './reserved.ts';
import { type Token, tokenize, where } from './tokens.ts';

/** Walks over the tokens of one statement. What is asked for and not there is a syntax error. */
export class Reader {
  readonly text: string;
  readonly #tokens: readonly Token[];
  #index = 0;

  constructor(text: string) {
    this.text = text;
    this.#tokens = tokenize(text);
  }

  get token(): Token {
    return this.ahead(0);
  }

  ahead(steps: number): Token {
    const token = this.#tokens[Math.min(this.#index + steps, this.#tokens.length - 1)];
    return token ?? fail('no statement');
  }

  next(): Token {
    const token = this.token;
    this.#index += 1;
    return token;
  }

  /** Whether these keywords come next, in this order. */
  sees(...words: readonly string[]): boolean {
    return words.every((word, step) => {
      const token = this.ahead(step);
      return token.kind === 'word' && token.text.toUpperCase() === word;
    });
  }

  accept(...words: readonly string[]): boolean {
    if (!this.sees(...words)) return false;
    this.#index += words.length;
    return true;
  }

  expect(...words: readonly string[]): void {
    for (const word of words) if (!this.accept(word)) this.wrong(word);
  }

  seesSymbol(symbol: string): boolean {
    return this.token.kind === 'symbol' && this.token.text === symbol;
  }

  acceptSymbol(symbol: string): boolean {
    if (!this.seesSymbol(symbol)) return false;
    this.#index += 1;
    return true;
  }

  expectSymbol(symbol: string): void {
    if (!this.acceptSymbol(symbol)) this.wrong(`'${symbol}'`);
  }

  /** A name, quoted or not. Reserved words must be quoted, and so must names with a hyphen. */
  identifier(): string {
    const token = this.token;
    if (token.kind !== 'quoted' && (token.kind !== 'word' || this.#isReserved(token))) this.wrong('identifier');
    this.#index += 1;
    const [hyphen, rest] = [this.token, this.ahead(1)];
    if (token.kind === 'word' && hyphen.text === '-' && hyphen.at === token.end && rest.at === hyphen.end && rest.kind !== 'end') {
      const whole = `${token.text}-${rest.text}`;
      fail(
        `\nPossibly unquoted identifier ${whole} detected. Please consider quoting it with back-quotes as \`${whole}\`${where(this.text, token.at)}\n`,
      );
    }
    return token.text;
  }

  /** Behind a dot nothing is: `information_schema.tables` needs no quotes. */
  #isReserved({ text, at }: Token): boolean {
    return RESERVED.has(text.toUpperCase()) && this.text[at - 1] !== '.';
  }

  string(): Token {
    if (this.token.kind !== 'string') this.wrong('STRING_LITERAL');
    return this.next();
  }

  integer(): number {
    if (this.token.kind !== 'number' || !/^\d+$/.test(this.token.text)) this.wrong('INTEGER_VALUE');
    return Number(this.next().text);
  }

  /** `a, b, c` */
  list<T>(item: () => T): readonly T[] {
    const items = [item()];
    while (this.acceptSymbol(',')) items.push(item());
    return items;
  }

  /** `(a, b, c)` */
  inParentheses<T>(item: () => T): readonly T[] {
    this.expectSymbol('(');
    const items = this.list(item);
    this.expectSymbol(')');
    return items;
  }

  end(): void {
    while (this.acceptSymbol(';'));
    if (this.token.kind !== 'end') this.wrong('<EOF>');
  }

  wrong(expected: string): never {
    const token = this.token;
    fail(`\nmismatched input '${token.text}' expecting ${expected}${where(this.text, token.at)}\n\n== SQL ==\n${this.text}\n`);
  }
}

/** A start (or going on) that cannot be; its message says by itself, in a sentence or two, why and what to do. */
export class Refused extends Error {
  override readonly name: string = 'Refused';
}

import type { Socket } from 'node:net';
import { applicationName, type Message, Messages } from './wire.ts';

/** From the engine to the server, or back. */
export type Way = 'up' | 'down';

/** What becomes of a connection. */
export type Harm =
  /** Both ends are told at once that it is over (RST). */
  | { readonly kind: 'reset' }
  /** The engine's end breaks; the server does not notice for some time, and keeps what it had. */
  | { readonly kind: 'orphan'; readonly ms: number }
  /** One end hears that the other one will send no more, while its own words are still carried. */
  | { readonly kind: 'half-close'; readonly towards: 'engine' | 'server' }
  /** Nothing comes through for some time, in one direction or both; then all of it does. */
  | { readonly kind: 'stall'; readonly way: Way | 'both'; readonly ms: number };

/** Sees every message before it goes on; the result says after how many bytes from its beginning harm is done, or null. */
type Look = (link: Link, way: Way, message: Message) => { readonly bytes: number; readonly harm: Harm } | null;

interface Half {
  readonly from: Socket;
  readonly to: Socket;
  readonly messages: Messages;
  /** Its words go nowhere any more: the other end was told that there are none. */
  mute: boolean;
  stalled: boolean;
  /** Bytes that still go by before harm is done. */
  until: { bytes: number; readonly harm: Harm } | null;
}

/** One connection between the engine and a server, led through this process. */
export class Link {
  readonly closed: Promise<void>;
  /** Who opened it, once that is known. */
  name = '';
  readonly #halves: Readonly<Record<Way, Half>>;
  readonly #look: Look;
  #orphaned = false;
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(init: { readonly engine: Socket; readonly server: Socket; readonly look: Look }) {
    const { engine, server } = init;
    this.#look = init.look;
    this.#halves = { up: half(engine, server, 'up'), down: half(server, engine, 'down') };
    for (const way of ['up', 'down'] as const) this.#lead(way);
    const ends = [engine, server].map((socket) => new Promise<void>((resolve) => socket.once('close', () => resolve())));
    this.closed = Promise.all(ends).then(() => {
      for (const timer of this.#timers) clearTimeout(timer);
    });
  }

  suffer(harm: Harm): void {
    const { up, down } = this.#halves;
    if (harm.kind === 'reset') {
      up.from.resetAndDestroy();
      down.from.resetAndDestroy();
    } else if (harm.kind === 'orphan') {
      this.#orphaned = true;
      up.from.resetAndDestroy();
      down.from.pause();
      this.#later(harm.ms, () => down.from.destroy());
    } else if (harm.kind === 'half-close') {
      const silent = harm.towards === 'engine' ? down : up;
      silent.mute = true;
      silent.to.end();
    } else {
      for (const way of harm.way === 'both' ? (['up', 'down'] as const) : [harm.way]) this.#stall(this.#halves[way], harm.ms);
    }
  }

  /** Harms it once so many more bytes have gone this way. */
  sufferAfter(way: Way, bytes: number, harm: Harm): void {
    this.#halves[way].until = { bytes, harm };
  }

  #lead(way: Way): void {
    const each = this.#halves[way];
    const { from, to } = each;
    from.setNoDelay(true);
    from.on('data', (chunk: Buffer) => this.#pass(way, chunk));
    to.on('drain', () => {
      if (!each.stalled) from.resume();
    });
    from.on('end', () => {
      if (!each.mute && !to.destroyed) to.end();
    });
    // Broken at one end it is broken at the other, unless that is what the other one shall not know.
    from.on('error', () => {});
    from.on('close', () => {
      if (!this.#orphaned) to.destroySoon();
    });
  }

  #pass(way: Way, chunk: Buffer): void {
    const each = this.#halves[way];
    if (each.mute) return;
    let { until } = each;
    const ready = each.messages.take(chunk, (message, at) => {
      if (way === 'up' && message.type === '') this.name = applicationName(message) ?? '';
      const found = until === null ? this.#look(this, way, message) : null;
      if (found !== null) until = { bytes: at + found.bytes, harm: found.harm };
    });
    each.until = until;
    if (until === null) {
      this.#send(each, ready);
      return;
    }
    this.#send(each, ready.subarray(0, until.bytes));
    if (ready.length < until.bytes) {
      each.until = { ...until, bytes: until.bytes - ready.length };
      return;
    }
    const rest = ready.subarray(until.bytes);
    each.until = null;
    this.suffer(until.harm);
    // What is not broken goes on.
    if (!each.from.destroyed && !each.mute) this.#send(each, rest);
  }

  #send(each: Half, bytes: Buffer): void {
    if (bytes.length === 0 || !each.to.writable) return;
    if (!each.to.write(bytes)) each.from.pause();
  }

  #stall(each: Half, ms: number): void {
    each.stalled = true;
    each.from.pause();
    each.to.cork();
    this.#later(ms, () => {
      each.stalled = false;
      each.to.uncork();
      each.from.resume();
    });
  }

  #later(ms: number, then: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      then();
    }, ms);
    this.#timers.add(timer);
  }
}

function half(from: Socket, to: Socket, way: Way): Half {
  return { from, to, messages: new Messages(way), mute: false, stalled: false, until: null };
}

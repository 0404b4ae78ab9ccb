import { once } from 'node:events';
import { createServer, connect as dial, type Server, type Socket } from 'node:net';
import { type Harm, Link, type Way } from './link.ts';
import type { Message } from './wire.ts';

/** What happens to connections that are opened: they are led on, nobody listens, they break at once, or nobody answers. */
type Door = 'open' | 'shut' | 'slammed' | 'silent';

/** Harm that waits for a message. */
export interface Trip {
  /** `application_name` of the connection. */
  readonly link: string;
  readonly way: Way;
  readonly message: (message: Message) => boolean;
  /** So many such messages go by unharmed. */
  readonly spare: number;
  /** How much of the message still goes on: 0 nothing, 1 all of it. */
  readonly part: number;
  readonly harm: Harm;
}

/** Stands between the engine and a server, at a port of its own, and breaks what goes through when told to. */
export class FaultProxy implements AsyncDisposable {
  readonly port: number;
  readonly #target: number;
  readonly #links = new Set<Link>();
  readonly #strays = new Set<Socket>();
  #listener: Server;
  #door: Door = 'open';
  #trip: { readonly trip: Trip; spare: number; readonly hit: () => void } | null = null;

  private constructor(target: number, listener: Server, port: number) {
    this.#target = target;
    this.#listener = listener;
    this.port = port;
    listener.on('connection', (socket) => this.#admit(socket));
  }

  /** Leads to `target` at 127.0.0.1. */
  static async open(target: number): Promise<FaultProxy> {
    const listener = await listen(0);
    const address = listener.address();
    if (address === null || typeof address !== 'object') throw new Error('The proxy has no port');
    return new FaultProxy(target, listener, address.port);
  }

  /** Connections of this `application_name`; null: all. */
  links(name: string | null = null): readonly Link[] {
    return [...this.#links].filter((link) => name === null || link.name === name);
  }

  /** For connections from now on. Those that are there stay. */
  async door(door: Door): Promise<void> {
    const listens = this.#door !== 'shut';
    this.#door = door;
    if (door === 'shut' && listens) this.#listener.close();
    if (door === 'shut' || listens) return;
    this.#listener = await listen(this.port);
    this.#listener.on('connection', (socket) => this.#admit(socket));
  }

  /** True once such a message came by and the harm was done; false when none came in time. */
  async trips(trip: Trip, patienceMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const done = (hit: boolean) => {
        clearTimeout(timer);
        this.#trip = null;
        resolve(hit);
      };
      const timer = setTimeout(() => done(false), patienceMs);
      this.#trip = { trip, spare: trip.spare, hit: () => done(true) };
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#door !== 'shut') this.#listener.close();
    this.#door = 'shut';
    const links = [...this.#links];
    for (const link of links) link.suffer({ kind: 'reset' });
    for (const stray of this.#strays) stray.destroy();
    await Promise.all(links.map(({ closed }) => closed));
  }

  #admit(engine: Socket): void {
    engine.on('error', () => {});
    if (this.#door === 'slammed') engine.resetAndDestroy();
    else if (this.#door === 'silent') {
      // Read, so that its end is seen; nothing of it goes anywhere.
      this.#strays.add(engine.resume().once('close', () => this.#strays.delete(engine)));
      engine.once('end', () => engine.destroy());
    } else {
      const server = dial({ host: '127.0.0.1', port: this.#target, allowHalfOpen: true });
      const link = new Link({ engine, server, look: (...seen) => this.#look(...seen) });
      this.#links.add(link);
      void link.closed.then(() => this.#links.delete(link));
    }
  }

  #look(link: Link, way: Way, message: Message): { readonly bytes: number; readonly harm: Harm } | null {
    const armed = this.#trip;
    if (armed === null) return null;
    const { trip } = armed;
    if (trip.link !== link.name || trip.way !== way || !trip.message(message)) return null;
    if (armed.spare > 0) {
      armed.spare -= 1;
      return null;
    }
    armed.hit();
    return { bytes: Math.floor(message.length * trip.part), harm: trip.harm };
  }
}

async function listen(port: number): Promise<Server> {
  // Each side of a connection ends for itself: a half-closed one is one of the faults.
  const listener = createServer({ allowHalfOpen: true });
  listener.listen(port, '127.0.0.1');
  await once(listener, 'listening');
  return listener;
}

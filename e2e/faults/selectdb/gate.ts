import { once } from 'node:events';
import { createServer, connect as dial, type Server, type Socket } from 'node:net';

/** What becomes of connections that are opened: they are led on, nobody listens, or they break at once. */
type Door = 'open' | 'shut' | 'slammed';

/** From the engine to the server, or back. */
type Way = 'up' | 'down';

interface Trip {
  readonly way: Way;
  readonly sees: (bytes: Buffer) => boolean;
  /** So many such bytes go by first. */
  readonly spare: number;
  /** Whether what was seen still goes on; all that follows on the connection is held. */
  readonly passes: boolean;
}

interface Armed {
  readonly trip: Trip;
  spare: number;
  readonly hit: () => void;
}

const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';

/** Stands before one port of the emulator. It knows no protocol: whoever arms it says which bytes it waits for. */
export class Gate implements AsyncDisposable {
  readonly port: number;
  readonly #target: number;
  readonly #pairs = new Set<Pair>();
  #listener: Server;
  #door: Door = 'open';
  #armed: Armed | null = null;
  #repeat: (() => void) | null = null;

  private constructor(target: number, listener: Server) {
    const address = listener.address();
    if (address === null || typeof address !== 'object') throw new Error('The gate has no port');
    this.#target = target;
    this.#listener = listener;
    this.port = address.port;
    listener.on('connection', (socket) => this.#admit(socket));
  }

  static async open(target: number): Promise<Gate> {
    return new Gate(target, await listen(0));
  }

  /** For connections from now on. */
  async door(door: Door): Promise<void> {
    const listened = this.#door !== 'shut';
    this.#door = door;
    if (door === 'shut' && listened) this.#listener.close();
    if (door === 'shut' || listened) return;
    this.#listener = await listen(this.port);
    this.#listener.on('connection', (socket) => this.#admit(socket));
  }

  /** Both ends of every connection hear that it is over. False when there is none. */
  cut(): boolean {
    const pairs = [...this.#pairs];
    for (const pair of pairs) pair.end();
    return pairs.length > 0;
  }

  /** True once such bytes came by; their connection then stands still. False when none came in time. */
  trips(trip: Trip, patienceMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const done = (hit: boolean) => {
        clearTimeout(timer);
        this.#armed = null;
        resolve(hit);
      };
      const timer = setTimeout(() => done(false), patienceMs);
      this.#armed = { trip, spare: trip.spare, hit: () => done(true) };
    });
  }

  /** The next request that is answered, or left without an answer, is sent once more, as a proxy in between would: the engine hears only the second answer. */
  repeats(patienceMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const done = (hit: boolean) => {
        clearTimeout(timer);
        this.#repeat = null;
        resolve(hit);
      };
      const timer = setTimeout(() => done(false), patienceMs);
      this.#repeat = () => done(true);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#door !== 'shut') this.#listener.close();
    this.#door = 'shut';
    this.cut();
    await Promise.all([...this.#pairs].map(({ closed }) => closed));
  }

  #admit(engine: Socket): void {
    engine.on('error', () => {});
    if (this.#door !== 'open') {
      engine.resetAndDestroy();
      return;
    }
    const pair = new Pair(engine, this.#target, {
      look: (way, bytes) => this.#look(way, bytes),
      repeat: () => {
        const repeat = this.#repeat;
        repeat?.();
        return repeat !== null;
      },
    });
    this.#pairs.add(pair);
    void pair.closed.then(() => this.#pairs.delete(pair));
  }

  /** Null: nothing happens. */
  #look(way: Way, bytes: Buffer): Trip | null {
    const armed = this.#armed;
    if (armed === null || armed.trip.way !== way || !armed.trip.sees(bytes)) return null;
    armed.spare -= 1;
    if (armed.spare >= 0) return null;
    armed.hit();
    return armed.trip;
  }
}

interface PairInit {
  readonly look: (way: Way, bytes: Buffer) => Trip | null;
  /** True when the request of this connection is to be made again. */
  readonly repeat: () => boolean;
}

/** One connection that is led through. */
class Pair {
  readonly closed: Promise<unknown>;
  readonly #engine: Socket;
  readonly #target: number;
  readonly #init: PairInit;
  readonly #sent: Buffer[] = [];
  #server: Socket;
  #held = false;
  #repeated = false;

  constructor(engine: Socket, target: number, init: PairInit) {
    this.#engine = engine;
    this.#target = target;
    this.#init = init;
    this.#server = this.#connect();
    engine.on('data', (bytes) => {
      this.#sent.push(bytes);
      this.#pass('up', bytes, this.#server);
    });
    // The engine's end is final: a request of an engine that is gone must not go on.
    engine.once('close', () => this.#server.destroy());
    this.closed = new Promise((resolve) => engine.once('close', resolve));
  }

  end(): void {
    this.#engine.resetAndDestroy();
    this.#server.resetAndDestroy();
  }

  #connect(): Socket {
    const server = dial({ host: '127.0.0.1', port: this.#target });
    server.on('error', () => {});
    server.on('data', (bytes) => this.#down(bytes));
    server.once('close', () => {
      if (this.#server === server && !this.#again()) this.#engine.destroy();
    });
    return server;
  }

  #down(bytes: Buffer): void {
    if (bytes.includes('"Status"') && this.#again()) return;
    const text = this.#repeated ? bytes.toString('latin1').replace(CONTINUE, '') : null;
    this.#pass('down', text === null ? bytes : Buffer.from(text, 'latin1'), this.#engine);
  }

  #again(): boolean {
    if (this.#repeated || this.#engine.destroyed || this.#sent.length === 0 || !this.#init.repeat()) return false;
    this.#repeated = true;
    const before = this.#server;
    this.#server = this.#connect();
    before.destroy();
    for (const bytes of this.#sent) this.#server.write(bytes);
    return true;
  }

  #pass(way: Way, bytes: Buffer, to: Socket): void {
    if (this.#held) return;
    const trip = this.#init.look(way, bytes);
    if (trip !== null) this.#held = true;
    if (trip === null || trip.passes) to.write(bytes);
  }
}

async function listen(port: number): Promise<Server> {
  const listener = createServer();
  listener.listen(port, '127.0.0.1');
  await once(listener, 'listening');
  return listener;
}

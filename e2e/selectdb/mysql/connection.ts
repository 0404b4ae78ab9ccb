import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { User } from '../catalog/users.ts';
import type { Cluster } from '../cluster.ts';
import { DorisError } from '../errors.ts';
import type { Certificate } from '../http/certificate.ts';
import { execute, use } from '../query/execute.ts';
import type { Session } from '../query/session.ts';
import { readHandshakeResponse } from './handshake-response.ts';
import { authSwitch, CAPABILITIES, frame, handshake, ok, refusal, resultPackets, TLS_CAPABILITY } from './packets.ts';

const COMMANDS = { quit: 0x01, initDatabase: 0x02, query: 0x03, ping: 0x0e, prepare: 0x16, reset: 0x1f } as const;

/** Bytes of the beginning of an answer to the greeting, which by itself asks for TLS. */
const TLS_REQUEST = 32;

/** One client of the MySQL port: greets, lets in, and answers statement by statement. */
export class MysqlConnection {
  readonly #cluster: Cluster;
  readonly #certificate: Certificate | null;
  #socket: Socket;
  readonly #id: number;
  readonly #challenge = Buffer.from([...randomBytes(20)].map((byte) => (byte % 94) + 33));
  /** What has come and is not read yet, and how much of it the next packet needs. */
  #chunks: Buffer[] = [];
  #buffered = 0;
  #needed = 4;
  readonly #long: Buffer[] = [];
  #sequence = 0;
  #waiting: { readonly user: string; readonly database: string | null } | null = null;
  #session: Session | null = null;

  constructor(cluster: Cluster, socket: Socket, { id, certificate }: { readonly id: number; readonly certificate: Certificate | null }) {
    this.#cluster = cluster;
    this.#certificate = certificate;
    this.#socket = socket;
    this.#id = id;
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('error', () => socket.destroy());
    socket.setNoDelay(true);
    this.#send(handshake(id, this.#challenge, certificate === null ? CAPABILITIES : CAPABILITIES | TLS_CAPABILITY));
  }

  #receive(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#buffered += chunk.length;
    while (this.#buffered >= this.#needed) {
      const received = Buffer.concat(this.#chunks);
      const size = received.readUIntLE(0, 3);
      this.#chunks = [received];
      this.#needed = 4 + size;
      if (received.length < this.#needed) return;
      this.#chunks = [received.subarray(this.#needed)];
      this.#buffered -= this.#needed;
      this.#needed = 4;
      this.#sequence = received.readUInt8(3) + 1;
      this.#long.push(received.subarray(4, 4 + size));
      // As long as packets can be, the statement goes on in the next one.
      if (size < 0xffffff) this.#handle(Buffer.concat(this.#long.splice(0)));
    }
  }

  #handle(payload: Buffer): void {
    try {
      if (this.#session !== null) this.#command(this.#session, payload);
      else if (this.#waiting !== null) this.#enter(this.#waiting.user, this.#waiting.database, payload);
      else if (this.#certificate !== null && payload.length === TLS_REQUEST) this.#encrypt(this.#certificate);
      else this.#greet(payload);
    } catch (error) {
      if (!(error instanceof DorisError)) console.error(error);
      this.#send(refusal(error instanceof DorisError ? error : new DorisError(1105, 'HY000', `emulator fault: ${String(error)}`)));
      if (this.#session === null) this.#socket.end();
    }
  }

  /** What has come behind the request is the client's hello already. */
  #encrypt(certificate: Certificate): void {
    const socket = this.#socket;
    // One that flows would hand what is put back to nobody.
    socket.pause().removeAllListeners('data');
    const rest = Buffer.concat(this.#chunks);
    [this.#chunks, this.#buffered] = [[], 0];
    if (rest.length > 0) socket.unshift(rest);
    this.#socket = new TLSSocket(socket, { isServer: true, ...certificate });
    this.#socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    this.#socket.on('error', () => socket.destroy());
  }

  #greet(payload: Buffer) {
    const { user, answer, database, plugin } = readHandshakeResponse(payload, CAPABILITIES);
    if (plugin === 'mysql_native_password') return this.#enter(user, database, answer);
    this.#waiting = { user, database };
    this.#send(authSwitch(this.#challenge));
  }

  #enter(name: string, database: string | null, answer: Buffer): void {
    const user: User | null = this.#cluster.users.loginByHash(name, this.#challenge, answer);
    if (user === null) {
      const message = `Access denied for user '${name}'@'127.0.0.1' (using password: ${answer.length > 0 ? 'YES' : 'NO'})`;
      throw new DorisError(1045, '28000', message, message);
    }
    const session: Session = { id: this.#id, cluster: this.#cluster, user, database: null, computeGroup: null, variables: new Map() };
    if (database !== null) use(session, database, null);
    this.#session = session;
    this.#send(ok());
  }

  #command(session: Session, payload: Buffer) {
    if (this.#cluster.faults.dropConnections) {
      this.#socket.destroy();
      return;
    }
    const body = payload.subarray(1);
    switch (payload[0]) {
      case COMMANDS.quit:
        this.#socket.end();
        return;
      case COMMANDS.initDatabase:
        use(session, body.toString('utf8'), null);
        return this.#send(ok());
      case COMMANDS.query:
        return this.#query(session, body.toString('utf8'));
      case COMMANDS.ping:
        return this.#send(ok());
      case COMMANDS.reset:
        session.variables.clear();
        return this.#send(ok());
      default: {
        // Prepared statements among them: releases differ in what they can prepare, so that a client had better not.
        const message = `Unsupported command(0x${payload[0]?.toString(16)})`;
        throw new DorisError(1047, '08S01', message, message);
      }
    }
  }

  #query(session: Session, statement: string) {
    const answer = execute(session, statement);
    if ('affected' in answer) return this.#send(ok(answer.affected, answer.info));
    const frames: Buffer[] = [];
    for (const packet of resultPackets(answer)) {
      const { bytes, next } = frame(packet, this.#sequence);
      this.#sequence = next;
      frames.push(bytes);
    }
    this.#socket.write(Buffer.concat(frames));
  }

  #send(payload: Buffer): void {
    const { bytes, next } = frame(payload, this.#sequence);
    this.#sequence = next;
    this.#socket.write(bytes);
  }
}

/** What a client answers to the greeting. */
interface HandshakeResponse {
  readonly user: string;
  readonly answer: Buffer;
  readonly database: string | null;
  readonly plugin: string;
}

const CONNECT_WITH_DB = 0x8;
const PLUGIN_AUTH = 0x80000;
const LENGTH_ENCODED_AUTH = 0x200000;

/** Attributes that the client adds, although nobody offered to take them, are left unread. */
export function readHandshakeResponse(payload: Buffer, offered: number): HandshakeResponse {
  const sent = payload.readUInt32LE(0);
  const capabilities = sent & offered;
  let at = 32;
  const zeroEnded = (): string => {
    const end = payload.indexOf(0, at);
    const stop = end < 0 ? payload.length : end;
    const value = payload.toString('utf8', at, stop);
    at = stop + 1;
    return value;
  };
  const user = zeroEnded();
  // One byte of length either way: an answer is never longer than 250.
  const size = (sent & LENGTH_ENCODED_AUTH) === 0 && payload[at] === undefined ? 0 : (payload[at] ?? 0);
  const answer = payload.subarray(at + 1, at + 1 + size);
  at += 1 + size;
  // What the client sends follows what it says it can, not what was offered.
  const database = (sent & CONNECT_WITH_DB) !== 0 ? zeroEnded() : '';
  const plugin = (capabilities & PLUGIN_AUTH) !== 0 ? zeroEnded() : 'mysql_native_password';
  return { user, answer, database: database === '' ? null : database, plugin };
}

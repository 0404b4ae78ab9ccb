import type { DataType } from '../catalog/data-type.ts';
import type { DorisError } from '../errors.ts';
import type { Result } from '../query/relation.ts';

const LARGEST = 0xffffff;
const UTF8 = 33;
const AUTOCOMMIT = 2;

/** A payload with its header; a long one in several packets. */
export function frame(payload: Buffer, sequence: number): { readonly bytes: Buffer; readonly next: number } {
  const parts: Buffer[] = [];
  let number = sequence;
  for (let at = 0; ; at += LARGEST) {
    const part = payload.subarray(at, at + LARGEST);
    const head = Buffer.alloc(4);
    head.writeUIntLE(part.length, 0, 3);
    head.writeUInt8(number % 256, 3);
    parts.push(head, part);
    number += 1;
    if (part.length < LARGEST) return { bytes: Buffer.concat(parts), next: number };
  }
}

const SHORT_LENGTHS = Array.from({ length: 251 }, (_, value) => Buffer.from([value]));

function length(value: number): Buffer {
  const ready = SHORT_LENGTHS[value];
  if (ready !== undefined) return ready;
  const wide = value < 0x10000 ? 2 : value < 0x1000000 ? 3 : 6;
  const bytes = Buffer.alloc(wide === 6 ? 9 : wide + 1);
  bytes.writeUInt8(wide === 2 ? 0xfc : wide === 3 ? 0xfd : 0xfe, 0);
  bytes.writeUIntLE(value, 1, wide);
  return bytes;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([length(bytes.length), bytes]);
}

function short(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

/** Capabilities of 3.x and 4.x: among what is missing are CONNECT_ATTRS, DEPRECATE_EOF and multi-statements. */
export const CAPABILITIES = 0x8828c;

/** Set by a client that goes on in TLS, and offered where there is a certificate. */
export const TLS_CAPABILITY = 0x800;

export function handshake(id: number, challenge: Buffer, capabilities: number): Buffer {
  const connection = Buffer.alloc(4);
  connection.writeUInt32LE(id);
  return Buffer.concat([
    Buffer.from([10]),
    Buffer.from('5.7.99\0'),
    connection,
    challenge.subarray(0, 8),
    Buffer.from([0]),
    short(capabilities & 0xffff),
    Buffer.from([UTF8]),
    short(0),
    short(capabilities >>> 16),
    Buffer.from([challenge.length + 1]),
    Buffer.alloc(10),
    challenge.subarray(8),
    Buffer.from('\0mysql_native_password\0'),
  ]);
}

export const authSwitch = (challenge: Buffer): Buffer =>
  Buffer.concat([Buffer.from([0xfe]), Buffer.from('mysql_native_password\0'), challenge, Buffer.from([0])]);

export const ok = (affected = 0, info = ''): Buffer =>
  Buffer.concat([Buffer.from([0]), length(affected), length(0), short(AUTOCOMMIT), short(0), Buffer.from(info)]);

const eof = (): Buffer => Buffer.concat([Buffer.from([0xfe]), short(0), short(AUTOCOMMIT)]);

export function refusal({ code, state, message }: DorisError): Buffer {
  return Buffer.concat([Buffer.from([0xff]), short(code), Buffer.from(`#${state}${message}`)]);
}

/** The packets of a result in the text protocol. */
export function resultPackets({ columns, rows }: Result): readonly Buffer[] {
  const packets = [length(columns.length), ...columns.map(({ name, type }) => columnPacket(name, type)), eof()];
  for (const row of rows) packets.push(rowPacket(row));
  packets.push(eof());
  return packets;
}

const NULL_MARK = Buffer.from([0xfb]);

/** The strings of a row one behind the other, written into one buffer: tables are read back whole. */
function rowPacket(row: readonly (string | null)[]): Buffer {
  const sizes = row.map((value) => (value === null ? 0 : Buffer.byteLength(value)));
  const parts = row.map((value, index) => (value === null ? NULL_MARK : length(sizes[index] ?? 0)));
  const packet = Buffer.allocUnsafe(parts.reduce((sum, part, index) => sum + part.length + (sizes[index] ?? 0), 0));
  let at = 0;
  for (const [index, part] of parts.entries()) {
    at += part.copy(packet, at);
    at += packet.write(row[index] ?? '', at);
  }
  return packet;
}

/** LARGEINT and everything nested come as texts. */
const TYPES: Readonly<Partial<Record<DataType['name'], number>>> = {
  BOOLEAN: 1,
  TINYINT: 1,
  SMALLINT: 2,
  INT: 3,
  BIGINT: 8,
  FLOAT: 4,
  DOUBLE: 5,
  DECIMAL: 246,
  DATE: 10,
  DATETIME: 12,
  VARCHAR: 253,
  STRING: 252,
  JSON: 245,
};

function columnPacket(name: string, type: DataType): Buffer {
  const code = TYPES[type.name] ?? 254;
  const width = Buffer.alloc(4);
  width.writeUInt32LE(type.length ?? type.precision ?? 255);
  return Buffer.concat([
    text('def'),
    text(''),
    text(''),
    text(''),
    text(name),
    text(name),
    Buffer.from([0x0c]),
    // Whatever the type: MySQL's three-byte utf8, which clients may take at its word.
    short(UTF8),
    width,
    Buffer.from([code]),
    short(0),
    Buffer.from([type.name === 'DECIMAL' ? (type.scale ?? 0) : (type.precision ?? 0)]),
    short(0),
  ]);
}

/**
 * What protocol versions 2 to 4 say about transactions that are not over (PostgreSQL documentation, "Logical Replication Message
 * Formats"), field by field: the type is the first byte, numbers are big-endian, names end with a zero.
 */

export interface Commit {
  readonly transaction: number;
  readonly flags: number;
  readonly at: bigint;
  readonly end: bigint;
  /** Microseconds since 2000. */
  readonly time: bigint;
}

export interface Prepare {
  readonly transaction: number;
  readonly at: bigint;
  readonly name: string;
}

export function streamStart(message: Buffer): { readonly transaction: number; readonly first: boolean } {
  return { transaction: message.readUInt32BE(1), first: message[5] === 1 };
}

/** With `streaming 'parallel'` place and time of the abort follow; nothing here needs them. */
export function streamAbort(message: Buffer): { readonly transaction: number; readonly subtransaction: number } {
  return { transaction: message.readUInt32BE(1), subtransaction: message.readUInt32BE(5) };
}

export function streamCommit(message: Buffer): Commit {
  return {
    transaction: message.readUInt32BE(1),
    flags: message.readUInt8(5),
    at: message.readBigUInt64BE(6),
    end: message.readBigUInt64BE(14),
    time: message.readBigInt64BE(22),
  };
}

export function beginPrepare(message: Buffer): Prepare {
  return { at: message.readBigUInt64BE(1), transaction: message.readUInt32BE(25), name: nameAt(message, 29) };
}

/** Prepare and Stream Prepare. */
export function prepare(message: Buffer): Prepare {
  return { at: message.readBigUInt64BE(2), transaction: message.readUInt32BE(26), name: nameAt(message, 30) };
}

export function commitPrepared(message: Buffer): Commit & { readonly name: string } {
  return {
    flags: message.readUInt8(1),
    at: message.readBigUInt64BE(2),
    end: message.readBigUInt64BE(10),
    time: message.readBigInt64BE(18),
    transaction: message.readUInt32BE(26),
    name: nameAt(message, 30),
  };
}

export function rollbackPrepared(message: Buffer): { readonly transaction: number; readonly name: string } {
  return { transaction: message.readUInt32BE(34), name: nameAt(message, 38) };
}

/** Relations that a change is of, where its fields start at `from`. */
export function relationsOf(message: Buffer, from: number): readonly number[] {
  if (message[0] !== 0x54 /* T: truncate */) return [message.readUInt32BE(from)];
  return Array.from({ length: message.readUInt32BE(from) }, (_, index) => message.readUInt32BE(from + 5 + 4 * index));
}

/** Begin and Commit of protocol version 1, as the transaction would have had them had it come whole. */
export function framed({ transaction, flags, at, end, time }: Commit): { readonly begin: Buffer; readonly commit: Buffer } {
  const begin = Buffer.alloc(21);
  begin.write('B', 0, 'latin1');
  begin.writeBigUInt64BE(at, 1);
  begin.writeBigInt64BE(time, 9);
  begin.writeUInt32BE(transaction, 17);
  const commit = Buffer.alloc(26);
  commit.write('C', 0, 'latin1');
  commit.writeUInt8(flags, 1);
  commit.writeBigUInt64BE(at, 2);
  commit.writeBigUInt64BE(end, 10);
  commit.writeBigInt64BE(time, 18);
  return { begin, commit };
}

function nameAt(message: Buffer, from: number): string {
  return message.toString('utf8', from, message.indexOf(0, from));
}

import { toBigInt } from '../../postgres/lsn.ts';
import { SERVER_EPOCH_MS } from '../../postgres/server-clock.ts';
import type { Position } from '../../schema/row.ts';

/** Standby status update: written, flushed and applied are one and the same here, namely durable at the destination. `ask`: for an answer. */
export function statusUpdate(position: Position, ask = false): Buffer {
  const message = Buffer.alloc(34);
  message.write('r', 0, 'latin1');
  const place = toBigInt(position);
  for (const offset of [1, 9, 17]) message.writeBigUInt64BE(place, offset);
  message.writeBigInt64BE(BigInt(Date.now() - SERVER_EPOCH_MS) * 1000n, 25);
  if (ask) message[33] = 1;
  return message;
}

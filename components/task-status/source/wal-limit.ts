import type { SlotHealth, WalLimit } from '#engine/schema/slot.ts';
import { WAL_LIMIT } from '#engine/task/config.ts';
import type { Limits } from '#engine/task/limits.ts';
import type { LimitedConfig } from '../throttle/limits.ts';

export const MEGABYTE = 1_000_000;

/** As the engine told it last, else as the document has it. */
export function limitOf(limits: Limits | null, { incremental }: LimitedConfig): WalLimit {
  return limits?.walLimit ?? incremental?.walLimit ?? WAL_LIMIT;
}

/** How much of what may be kept is kept; null where nothing bounds it. */
export function roomShare({ heldBytes, roomBytes }: SlotHealth, { pauseMegabytes }: WalLimit): number | null {
  const room = roomBytes === null ? Number.POSITIVE_INFINITY : heldBytes + Math.max(0, roomBytes);
  const most = Math.min(room, (pauseMegabytes ?? Number.POSITIVE_INFINITY) * MEGABYTE);
  return Number.isFinite(most) && most > 0 ? Math.min(1, heldBytes / most) : null;
}

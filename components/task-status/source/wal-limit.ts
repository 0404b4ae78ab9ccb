import type { SlotHealth, WalLimit } from '#engine/schema/slot.ts';
import { WAL_LIMIT, walLimitConfig } from '#engine/task/config.ts';
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

export interface WalLimitForm {
  /** Undefined: no limit; NaN: no number. */
  readonly warn: number | undefined;
  readonly pause: number | undefined;
  readonly dropSlot: boolean;
}

/** What is wrong with a form, by field. */
export function walLimitProblems({ warn, pause }: WalLimitForm): { readonly warn?: 'range'; readonly pause?: 'range' | 'order' } {
  const fits = (value: number | undefined) => walLimitConfig.shape.warnMegabytes.safeParse(value ?? null).success;
  return {
    ...(fits(warn) ? {} : { warn: 'range' as const }),
    ...(fits(pause)
      ? warn !== undefined && pause !== undefined && pause < warn
        ? { pause: 'order' as const }
        : {}
      : { pause: 'range' as const }),
  };
}

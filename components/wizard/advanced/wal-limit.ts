import type { WalLimit } from '#engine/schema/slot.ts';
import { walLimitConfig } from '#engine/task/config.ts';

/** As it is on the page. */
export interface WalLimitForm {
  /** Undefined: no limit; NaN: no number. */
  readonly warn: number | undefined;
  readonly pause: number | undefined;
  readonly dropSlot: boolean;
}

export interface WalLimitProblems {
  readonly warn?: 'range';
  readonly pause?: 'range' | 'order';
}

export function walLimitFormOf({ warnMegabytes, pauseMegabytes, dropSlot }: WalLimit): WalLimitForm {
  return { warn: warnMegabytes ?? undefined, pause: pauseMegabytes ?? undefined, dropSlot };
}

/** The document's words for a form without problems. Without a limit nothing is done at it. */
export function walLimitOf({ warn, pause, dropSlot }: WalLimitForm): WalLimit {
  return { warnMegabytes: warn ?? null, pauseMegabytes: pause ?? null, dropSlot: dropSlot && pause !== undefined };
}

/** What is wrong with a form, by field. */
export function walLimitProblems({ warn, pause }: WalLimitForm): WalLimitProblems {
  const fits = (value: number | undefined) => walLimitConfig.shape.warnMegabytes.safeParse(value ?? null).success;
  const inOrder = warn === undefined || pause === undefined || pause >= warn;
  return {
    ...(fits(warn) ? {} : { warn: 'range' }),
    ...(!fits(pause) ? { pause: 'range' } : fits(warn) && !inOrder ? { pause: 'order' } : {}),
  };
}

export function isWalLimitFine({ warn, pause }: WalLimitProblems): boolean {
  return warn === undefined && pause === undefined;
}

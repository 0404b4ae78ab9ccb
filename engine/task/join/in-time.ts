import { sleep } from '../../sleep.ts';

/** How long what is being ended is waited for. */
const ENDING_MS = 5_000;

/** Waits, but not for ever, nor once `signal` is given; absent: for what is being ended. False when it goes on still. */
export async function inTime(work: Promise<unknown>, ms = ENDING_MS, signal?: AbortSignal): Promise<boolean> {
  const over = new AbortController();
  const end = () => over.abort();
  const enough = signal === undefined ? over.signal : AbortSignal.any([signal, over.signal]);
  await Promise.race([work.then(end, end), sleep(ms, enough)]);
  return over.signal.aborted;
}

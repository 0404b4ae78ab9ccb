/** A terminal's Ctrl-C arrives twice when the launcher passes on what we were sent as well. */
const SAME_PRESS_MS = 500;

/** Aborts on the first Ctrl-C (or SIGTERM, SIGHUP). The second ends the process at once: `exit` listeners do what must be done. */
export function onInterrupt(): AbortSignal {
  const controller = new AbortController();
  let first = 0;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted && Date.now() - first > SAME_PRESS_MS) process.exit(130);
      if (controller.signal.aborted) return;
      first = Date.now();
      controller.abort(new Error('interrupted'));
    });
  }
  return controller.signal;
}

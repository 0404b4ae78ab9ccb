/** Longer than a task needs to reach a checkpoint. Ending without one is safe, only slower to go on from. */
const LIMIT_MS = 45_000;

const ECHO_MS = 1_000;

/** Runs `stop` once at Ctrl-C or SIGTERM and ends the process; asked a second time, it ends at once. */
export function onShutdown(stop: () => Promise<void>, say: (line: string) => void): void {
  let since: number | null = null;
  const shutDown = (): void => {
    // A terminal's Ctrl-C arrives once from the terminal and once more from each program between it and us.
    if (since !== null && Date.now() - since < ECHO_MS) return;
    if (since !== null) process.exit(130);
    since = Date.now();
    say('Stopping …');
    setTimeout(() => process.exit(1), LIMIT_MS).unref();
    stop().then(
      () => process.exit(0),
      (error) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, shutDown);
}

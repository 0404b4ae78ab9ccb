/** Runs `stop` once at Ctrl-C or SIGTERM and ends the process; asked a second time, it ends at once. */
export function onShutdown(stop: () => Promise<void>, say: (line: string) => void): void {
  let stopping = false;
  const shutDown = (): void => {
    if (stopping) process.exit(130);
    stopping = true;
    say('Stopping …');
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

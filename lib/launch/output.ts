/**
 * Whoever read what we print may go away (a closed terminal, a pipe into `head`). Writing on is then an error of the stream, which
 * unheard ends in a loop: it is logged, and logging writes again.
 */
export function survivePipes(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}

import { Refused } from '#lib/refused.ts';
import { startConsole } from './console.ts';
import { survivePipes } from './output.ts';
import { onShutdown } from './shutdown.ts';

survivePipes();
// Tasks run here: one request or one task that stumbles must not end the others.
process.on('unhandledRejection', (reason) => console.error('Unhandled rejection:', reason));
const say = (line: string): void => console.error(line);

try {
  const running = await startConsole({
    dev: process.argv.includes('--dev'),
    say,
    onLost: (error) => {
      say(error.message);
      process.exit(1);
    },
  });
  onShutdown(() => running.stop(), say);
  say(`OpenDTS is ready at ${running.url}`);
} catch (error) {
  // These say by themselves what to do; anything else is a fault worth its stack.
  say(error instanceof Refused ? error.message : String(error instanceof Error ? error.stack : error));
  process.exit(1);
}

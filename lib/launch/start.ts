import { parseArgs } from 'node:util';
import { Refused } from '#lib/refused.ts';
import { survivePipes } from './output.ts';
import { onShutdown } from './shutdown.ts';

const USAGE = `Usage: npm start                                  serves the console
       npm start -- --reset-admin [ADDRESS]       gives an administrator a new password; ADDRESS is the e-mail, where there are several`;

survivePipes();
// Tasks run here: one request or one task that stumbles must not end the others.
process.on('unhandledRejection', (reason) => console.error('Unhandled rejection:', reason));
const say = (line: string): void => console.error(line);

interface Asked {
  readonly dev: boolean;
  readonly resets: boolean;
  /** Whose password; null where there is but one. */
  readonly address: string | null;
}

/** @throws Refused with the usage */
function readArguments(): Asked {
  try {
    const { values, positionals } = parseArgs({
      options: { dev: { type: 'boolean', default: false }, 'reset-admin': { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    const [address = null, ...more] = positionals;
    if (more.length > 0 || (address !== null && !values['reset-admin'])) throw new Error(`Unexpected argument: ${more[0] ?? address}`);
    return { dev: values.dev, resets: values['reset-admin'], address };
  } catch (error) {
    throw new Refused(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

// Each of the two is loaded only where it is wanted: the console is much.
try {
  const { dev, resets, address } = readArguments();
  if (resets) {
    const { resetAdmin } = await import('./reset-admin.ts');
    await resetAdmin(address, (line) => console.log(line));
  } else {
    const { startConsole } = await import('./console.ts');
    const running = await startConsole({
      dev,
      say,
      onLost: (error) => {
        say(error.message);
        process.exit(1);
      },
    });
    onShutdown(() => running.stop(), say);
    say(`OpenDTS is ready at ${running.url}`);
  }
} catch (error) {
  // These say by themselves what to do; anything else is a fault worth its stack.
  say(error instanceof Refused ? error.message : String(error instanceof Error ? error.stack : error));
  process.exit(1);
}

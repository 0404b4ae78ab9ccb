import { spawn } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
const READY = /OpenDTS is ready at (http:\S+)/;

export interface ConsoleProcess {
  readonly url: string;
  readonly pid: number;
  output(): string;
  /** Closes our end of its output, as a terminal that is gone. */
  deafen(): void;
  /** Ends it and resolves with the exit code; null when the signal ended it. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

/** What came of starting a console: ready, or ended before it was. */
export type Start =
  | { readonly ready: true; readonly console: ConsoleProcess }
  | { readonly ready: false; readonly code: number | null; readonly output: string };

/** Starts the production console as `npm start` does, in a process of its own. */
export async function tryStart(env: Readonly<Record<string, string>>): Promise<Start> {
  // Without what is the test runner's own.
  const { DATABASE_URL: _, OPENDTS_SECRET: __, NODE_ENV: ___, ...inherited } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', join(ROOT, 'lib', 'launch', 'start.ts')], {
    cwd: ROOT,
    env: { ...(inherited as NodeJS.ProcessEnv), PORT: '0', OPENDTS_HOST: '127.0.0.1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const exited = new Promise<number | null>((settle) => child.once('exit', settle));
  const url = new Promise<string>((settle) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        const found = READY.exec(output)?.[1];
        if (found !== undefined) settle(found);
      });
    }
  });
  const first = await Promise.race([url.then((at) => ({ at })), exited.then((code) => ({ code }))]);
  if ('code' in first) return { ready: false, code: first.code, output };
  return {
    ready: true,
    console: {
      url: first.at.replace('localhost', '127.0.0.1'),
      pid: child.pid ?? 0,
      output: () => output,
      deafen: () => {
        child.stdout.destroy();
        child.stderr.destroy();
      },
      end: (signal = 'SIGTERM') => {
        child.kill(signal);
        return exited;
      },
    },
  };
}

/** @throws Error with what the process printed when it ended instead of getting ready */
export async function start(env: Readonly<Record<string, string>>): Promise<ConsoleProcess> {
  const result = await tryStart(env);
  if (result.ready) return result.console;
  throw new Error(`The console ended with ${result.code}:\n${result.output}`);
}

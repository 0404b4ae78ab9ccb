import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { survivePipes } from '#lib/launch/output.ts';
import { Cleanup } from './cleanup.ts';
import { onInterrupt } from './interrupt.ts';
import { runSmoke } from './smoke.ts';
import { DATABASE, demoFolder, killStack, type Stack, startStack, USER } from './stack.ts';
import { startWriter } from './writer.ts';

const USAGE = 'Usage: npm run demo -- [--smoke | --port <console port> --rate <transactions a second>]';
const PORT = 3000;

interface Options {
  readonly port: number;
  readonly rate: number | undefined;
}

interface RunningConsole {
  readonly url: string;
  readonly email: string;
  readonly password: string;
  stop(): Promise<void>;
}

/**
 * console: the one place that starts it. On this machine only, with one account whose password is the demo's. Imported late:
 * the smoke run needs none of it.
 */
async function openConsole(init: { readonly port: number; readonly dataDir: string; readonly stack: Stack }): Promise<RunningConsole> {
  const { startConsole } = await import('#lib/launch/console.ts');
  const env = { dataFolder: init.dataDir, databaseUrl: null, secret: null, host: '127.0.0.1', port: init.port };
  const running = await startConsole({ env, anyPort: true, say: (line) => console.log(line) });
  try {
    const { createAdministrator, isSetUp } = await import('#lib/session/setup.ts');
    const account = { name: 'Demo', email: 'demo@example.com', password: init.stack.source.password };
    if (!(await isSetUp())) await createAdministrator(account);
    await saveConnections(init.stack);
    return { url: running.url, email: account.email, password: account.password, stop: () => running.stop() };
  } catch (error) {
    await running.stop();
    throw error;
  }
}

/** Both databases can be chosen in the wizard; a server that got another port since the last demo is found where it is now. */
async function saveConnections(stack: Stack): Promise<void> {
  const { listConnections, saveConnection } = await import('#lib/connection/connections.ts');
  const known = await listConnections();
  for (const [name, server] of [
    ['Demo source', stack.source],
    ['Demo destination', stack.destination],
  ] as const) {
    const { host, port, password } = server;
    const endpoint = { type: 'postgresql', host, port, database: DATABASE, user: USER, password, tls: { mode: 'disable' } } as const;
    await saveConnection(known.find((connection) => connection.name === name)?.id ?? null, { name, endpoint });
  }
}

/** Two databases, a writer and a console, until Ctrl-C. */
async function runDemo(options: Options, interrupt: AbortSignal): Promise<number> {
  const dir = demoFolder();
  const leave = () => killStack(dir);
  process.once('exit', leave);
  const cleanup = new Cleanup();
  try {
    console.log('Starting the source and destination databases …');
    const stack = await startStack(dir, interrupt);
    cleanup.later(() => stack.stop());
    console.log(stack.fresh ? 'The shop is loaded.' : 'The shop of the last demo is still there.');
    const writer = await startWriter(stack.source.url(DATABASE), options.rate === undefined ? {} : { rate: options.rate });
    cleanup.later(() => writer.stop());
    interrupt.throwIfAborted();
    const running = await openConsole({ port: options.port, dataDir: join(dir, 'console'), stack });
    cleanup.later(() => running.stop());
    greet(dir, stack, running);
    await new Promise((settle) => (interrupt.aborted ? settle(null) : interrupt.addEventListener('abort', settle)));
    console.log('Stopping …');
    return 0;
  } catch (error) {
    if (interrupt.aborted) return 0;
    console.error(`demo: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    await cleanup.run();
    process.off('exit', leave);
  }
}

function greet(dir: string, stack: Stack, running: RunningConsole): void {
  const place = ({ host, port }: Stack['source']) => `${host}:${port}, database ${DATABASE}`;
  console.log(`
  Console       ${running.url}
  Sign in       ${running.email}  /  ${running.password}

  Source        ${place(stack.source)}   (being written to)
  Destination   ${place(stack.destination)}
  Account       ${USER}  /  ${stack.source.password}   (both databases)

  Ctrl-C stops everything; the databases are kept in ${dir}
`);
}

function optionsOf(values: { readonly port?: string | undefined; readonly rate?: string | undefined }): Options {
  const number = (name: string, text: string) => {
    const value = Number(text);
    if (!(value > 0)) throw new Error(`--${name} takes a number, not ${text}`);
    return value;
  };
  return {
    port: values.port === undefined ? PORT : number('port', values.port),
    rate: values.rate === undefined ? undefined : number('rate', values.rate),
  };
}

async function main(): Promise<number> {
  survivePipes();
  let smoke: boolean;
  let options: Options;
  try {
    const { values } = parseArgs({ options: { smoke: { type: 'boolean' }, port: { type: 'string' }, rate: { type: 'string' } } });
    smoke = values.smoke === true;
    options = optionsOf(values);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    return 2;
  }
  const interrupt = onInterrupt();
  return smoke ? runSmoke(interrupt) : runDemo(options, interrupt);
}

// Whatever is left open (a worker thread, a socket) does not keep a finished demo alive.
process.exit(await main());

import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { survivePipes } from '#lib/launch/output.ts';
import { Cleanup } from './cleanup.ts';
import { onInterrupt } from './interrupt.ts';
import { openStage } from './open-stage.ts';
import { endpointOf } from './postgres-stage.ts';
import { runSmoke } from './smoke.ts';
import { DATABASE, demoFolder, killStack } from './stack.ts';
import { type Stage, TARGETS, type Target } from './stage.ts';
import { startWriter } from './writer.ts';

const USAGE = 'Usage: npm run demo -- [--to postgresql | selectdb] [--smoke | --port <console port> --rate <transactions a second>]';
const PORT = 3000;

interface Options {
  readonly to: Target;
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
async function openConsole(init: { readonly port: number; readonly dataDir: string; readonly stage: Stage }): Promise<RunningConsole> {
  const { startConsole } = await import('#lib/launch/console.ts');
  const env = { dataFolder: init.dataDir, databaseUrl: null, secret: null, host: '127.0.0.1', port: init.port, auditDays: null };
  const running = await startConsole({ env, anyPort: true, say: (line) => console.log(line) });
  try {
    const { createAdministrator, isSetUp } = await import('#lib/session/setup.ts');
    const account = { name: 'Demo', email: 'demo@example.com', password: init.stage.source.password };
    if (!(await isSetUp())) await createAdministrator(account);
    const { saveConnections } = await import('./connections.ts');
    await saveConnections({ 'Demo source': endpointOf(init.stage.source), 'Demo destination': init.stage.destination });
    return { url: running.url, email: account.email, password: account.password, stop: () => running.stop() };
  } catch (error) {
    await running.stop();
    throw error;
  }
}

/** Two databases, a writer and a console, until Ctrl-C. */
async function runDemo(options: Options, interrupt: AbortSignal): Promise<number> {
  const dir = await homeOf(options.to);
  const leave = () => killStack(dir);
  process.once('exit', leave);
  const cleanup = new Cleanup();
  // Where the destination keeps nothing, nothing else could go on either.
  if (options.to === 'selectdb') cleanup.later(() => rm(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }));
  try {
    console.log('Starting the source and destination databases …');
    const stage = await openStage(options.to, { dir, signal: interrupt });
    cleanup.later(() => (options.to === 'selectdb' ? stage.remove() : stage.stop()));
    console.log(stage.news);
    const writer = await startWriter(stage.source.url(DATABASE), options.rate === undefined ? {} : { rate: options.rate });
    cleanup.later(() => writer.stop());
    interrupt.throwIfAborted();
    const running = await openConsole({ port: options.port, dataDir: join(dir, 'console'), stage });
    cleanup.later(() => running.stop());
    greet(stage, running);
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

async function homeOf(to: Target): Promise<string> {
  if (to === 'postgresql') return demoFolder();
  const dir = await mkdtemp(join(tmpdir(), 'opendts-demo-'));
  // Started as root, the servers run as another account, which must be able to pass.
  await chmod(dir, 0o711);
  return dir;
}

function greet(stage: Stage, running: RunningConsole): void {
  const { host, port, user, password } = stage.source;
  console.log(`
  Console       ${running.url}
  Sign in       ${running.email}  /  ${running.password}

  Source        ${host}:${port}, database ${DATABASE}, account ${user}   (being written to)
  Destination   ${stage.place}
  Password      ${password}   (of both)

  Ctrl-C stops everything; ${stage.farewell}
`);
}

function optionsOf(values: { readonly to: string; readonly port?: string | undefined; readonly rate?: string | undefined }): Options {
  const number = (name: string, text: string) => {
    const value = Number(text);
    if (!(value > 0)) throw new Error(`--${name} takes a number, not ${text}`);
    return value;
  };
  const to = TARGETS.find((each) => each === values.to);
  if (to === undefined) throw new Error(`--to takes ${TARGETS.join(' or ')}, not ${values.to}`);
  return {
    to,
    port: values.port === undefined ? PORT : number('port', values.port),
    rate: values.rate === undefined ? undefined : number('rate', values.rate),
  };
}

async function main(): Promise<number> {
  survivePipes();
  let smoke: boolean;
  let options: Options;
  try {
    const { values } = parseArgs({
      options: {
        to: { type: 'string', default: 'postgresql' },
        smoke: { type: 'boolean' },
        port: { type: 'string' },
        rate: { type: 'string' },
      },
    });
    smoke = values.smoke === true;
    options = optionsOf(values);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    return 2;
  }
  const interrupt = onInterrupt();
  return smoke ? runSmoke(options.to, interrupt) : runDemo(options, interrupt);
}

// Whatever is left open (a worker thread, a socket) does not keep a finished demo alive.
process.exit(await main());

// Gets a bare checkout ready and runs a TypeScript file of it. Node built-ins only: it runs before anything is installed.
//   node lib/launch/setup.mjs [--browser] -- FILE [ARGUMENTS]
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const ROOT = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..', '..');
const MODULES = join(ROOT, 'node_modules');
/** Prisma wants to download an engine, when npm installs it and when it generates, that neither uses: any program will do. */
const NO_ENGINE = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath };
const STAMP = join(MODULES, '.opendts-stamp');

refuseOldNode();
const { browser, command } = readArguments(process.argv.slice(2));
process.chdir(ROOT);
alone(() => {
  installPackages();
  generateClient();
});
const chromium = browser ? findChromium() : null;
runCommand(command, chromium);

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  stop(`OpenDTS needs Node.js 20.19 or later; this is ${process.versions.node}. Get a newer one from https://nodejs.org.`);
}

function readArguments(list) {
  const split = list.indexOf('--');
  const options = split === -1 ? list : list.slice(0, split);
  const command = split === -1 ? [] : list.slice(split + 1);
  if (command.length === 0) stop('Usage: node lib/launch/setup.mjs [--browser] -- FILE [ARGUMENTS]');
  return { browser: options.includes('--browser'), command };
}

/** Two at once in one checkout (a demo and the tests, say) would each take the other's half-installed packages away. */
function alone(work) {
  const lock = join(tmpdir(), `opendts-setup-${createHash('sha256').update(ROOT).digest('hex').slice(0, 16)}`);
  for (let told = false; !take(lock); told = true) {
    if (!told) say('Waiting for another command that installs packages here …');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
  }
  const leave = () => rmSync(lock, { force: true });
  process.once('exit', leave);
  work();
  process.off('exit', leave);
  leave();
}

function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') return true;
    // One that was killed leaves its lock behind.
    if (!holderLives(lock)) rmSync(lock, { force: true });
    return false;
  }
}

function holderLives(lock) {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** What node_modules was made from; anything else there is stale. */
function fingerprint() {
  const { dependencies, devDependencies, optionalDependencies, allowScripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  const wanted = JSON.stringify([dependencies, devDependencies, optionalDependencies, allowScripts, process.version]);
  return createHash('sha256').update(readFileSync('package-lock.json')).update(wanted).digest('hex');
}

function installPackages() {
  const wanted = fingerprint();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return;
  say('Installing packages (npm ci) …');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { NODE_ENV: 'development', ...NO_ENGINE });
  writeFileSync(STAMP, wanted);
}

function generateClient() {
  const schema = readFileSync('prisma/schema.prisma');
  const wanted = createHash('sha256').update(schema).update(readFileSync(STAMP)).digest('hex');
  const stamp = join('prisma', 'generated', '.stamp');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say('Generating the metadata client …');
  run(join(MODULES, '.bin', 'prisma'), ['generate', '--config', 'prisma/prisma.config.ts'], {
    ...NO_ENGINE,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  });
  mkdirSync(join('prisma', 'generated'), { recursive: true });
  writeFileSync(stamp, wanted);
}

function findChromium() {
  const { CHROMIUM_PATH } = process.env;
  if (CHROMIUM_PATH && existsSync(CHROMIUM_PATH)) return CHROMIUM_PATH;
  const own = playwrightChromium();
  const known = [own, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => path && existsSync(path));
  return known ?? installChromium();
}

function playwrightChromium() {
  try {
    return createRequire(join(ROOT, 'package.json'))('playwright-core').chromium.executablePath();
  } catch {
    return null;
  }
}

function installChromium() {
  const advice = 'The browser tests need Chromium. Install it (on Debian: sudo apt-get install chromium) or set CHROMIUM_PATH to one.';
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) stop(advice);
  say('Installing Chromium (apt-get) …');
  const quiet = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, stdio: ['ignore', 'ignore', 'inherit'] };
  spawnSync('apt-get', ['update', '-qq'], quiet);
  const { status } = spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], quiet);
  if (status !== 0 || !existsSync('/usr/bin/chromium')) stop(advice);
  return '/usr/bin/chromium';
}

/** Without the `tsx` command between: at Ctrl-C it kills a program that is busy for a moment, and servers outlive it. */
function runCommand(command, chromium) {
  const env = {
    ...process.env,
    NEXT_TELEMETRY_DISABLED: '1',
    PATH: `${join(MODULES, '.bin')}${delimiter}${process.env.PATH ?? ''}`,
    ...(chromium === null ? {} : { CHROMIUM_PATH: chromium }),
  };
  const child = spawn(process.execPath, ['--import', 'tsx', ...command], { stdio: 'inherit', env });
  // A terminal sends Ctrl-C to both of us: the command decides what to do with it, and we wait for it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('error', (error) => stop(`${command[0]} could not be started: ${error.message}`));
  child.once('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128 + 15)));
}

function run(name, list, env) {
  const { status } = spawnSync(name, list, { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ...env } });
  if (status !== 0) stop(`${name} ${list.join(' ')} failed; the lines above say why.`);
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

function stop(line) {
  say(line);
  process.exit(1);
}

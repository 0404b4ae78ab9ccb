import { parseArgs } from 'node:util';
import { BadDocument } from './command/document.ts';
import { listCommand, precheckCommand, releaseCommand } from './command/manage.ts';
import { runCommand } from './command/run.ts';
import { EngineError } from './errors.ts';

const USAGE = `Usage:
  opendts run FILE [--until finished|caught-up] [--json] [--data DIR]
  opendts precheck FILE [--json]
  opendts ls [--json] [--data DIR]
  opendts release NAME [--data DIR]

run prechecks a new task document, then migrates; run again with the same file it goes on where it
stopped. SIGTERM pauses at a checkpoint. Exit: 0 done, 1 failed or paused at a
limit, 2 bad document or usage.`;

/** What each command takes. */
const OPTIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ['run', ['until', 'json', 'data']],
  ['precheck', ['json']],
  ['ls', ['json', 'data']],
  ['release', ['data']],
]);

/** A command line that cannot be understood. Exit code 2. */
class BadUsage extends Error {
  override readonly name = 'BadUsage';
}

async function main(args: readonly string[]): Promise<number> {
  const { positionals, values } = parse(args);
  const [command, operand, ...rest] = positionals;
  if (values.help === true || command === undefined) {
    console.log(USAGE);
    return command === undefined && values.help !== true ? 2 : 0;
  }
  const options = OPTIONS.get(command);
  if (options === undefined) throw new BadUsage(`There is no command ${command}`);
  const surplus = command === 'ls' && operand !== undefined ? [operand, ...rest] : rest;
  if (surplus.length > 0) throw new BadUsage(`Too many arguments: ${surplus.join(' ')}`);
  const unused = Object.keys(values).find((name) => !options.includes(name));
  if (unused !== undefined) throw new BadUsage(`opendts ${command} takes no --${unused}`);
  const json = values.json === true;
  const need = (what: string): string => {
    if (operand === undefined) throw new BadUsage(`opendts ${command} needs ${what}`);
    return operand;
  };
  switch (command) {
    case 'run':
      return runCommand(need('a task document'), { until: untilOf(values.until), json, data: values.data });
    case 'precheck':
      return precheckCommand(need('a task document'), json);
    case 'ls':
      return listCommand(values.data, json);
    default:
      return releaseCommand(need("the task's name"), values.data);
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { until: { type: 'string' }, json: { type: 'boolean' }, data: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
  } catch (error) {
    throw new BadUsage(error instanceof Error ? error.message : String(error));
  }
}

function untilOf(value: string | undefined): 'finished' | 'caught-up' | null {
  if (value === undefined || value === 'finished' || value === 'caught-up') return value ?? null;
  throw new BadUsage(`--until takes finished or caught-up, not ${value}`);
}

function explain(error: unknown): number {
  if (error instanceof BadDocument) console.error(error.message);
  else if (error instanceof BadUsage) console.error(`${error.message}\n\n${USAGE}`);
  else if (error instanceof EngineError) console.error(`${error.code}: ${error.text.en}\n${error.hint.en}`);
  // The file system's own words: a folder that is read-only, a disk that is full.
  else if (error instanceof Error && 'syscall' in error)
    console.error(`${error.message}\nChoose another folder with --data, or mend this one.`);
  else console.error(error);
  return error instanceof BadDocument || error instanceof BadUsage ? 2 : 1;
}

// Whoever read our output may be gone; the task goes on all the same.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
process.exitCode = await main(process.argv.slice(2)).catch(explain);

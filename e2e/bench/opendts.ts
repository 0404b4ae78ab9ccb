import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Finding } from '#engine/precheck/check.ts';
import type { PostgresServer } from '#lib/postgres/server.ts';
import type { CliLine } from '../faults/run-cli.ts';

export interface Opendts {
  readonly child: ChildProcess;
  readonly pid: number;
  /** Resolves with the exit code when the process has gone and everything it said has been heard. */
  readonly closed: Promise<number | null>;
  /** The last that it said of anything going wrong. */
  trouble(): string;
}

type Line = CliLine | ({ readonly kind: 'finding' } & Pick<Finding, 'severity' | 'accepted'>);

/** A headless command: node itself, as `e2e/faults/run-cli.ts` starts it, so that its counters are those of the engine. */
export function startOpendts(args: readonly string[], hear: (line: CliLine) => void): Opendts {
  const child = spawn(process.execPath, ['engine/opendts.mjs', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  let other: string[] = [];
  const keep = (text: string) => {
    other = [...other, text].slice(-5);
  };
  createInterface({ input: child.stdout }).on('line', (text) => {
    const line = parsed(text);
    if (line === null || isTrouble(line)) keep(text);
    if (line !== null && line.kind !== 'finding') hear(line);
  });
  child.stderr.on('data', (chunk: Buffer) => keep(chunk.toString()));
  const closed = new Promise<number | null>((settle) =>
    child.once('close', (code) => {
      process.off('exit', kill);
      settle(code);
    }),
  );
  return { child, pid: child.pid ?? 0, closed, trouble: () => other.join('\n') };
}

/** An endpoint of a task document. */
export function endpointOf({ port, user, password }: PostgresServer, database: string) {
  return { type: 'postgresql', host: '127.0.0.1', port, user, password, database, tls: { mode: 'disable' } };
}

/** Whatever goes wrong is told in one of these. */
function isTrouble(line: Line): boolean {
  if (line.kind === 'finding') return line.severity !== 'pass' && !line.accepted;
  return line.kind === 'log' || line.kind === 'retry' || (line.kind === 'table' && line.error !== undefined);
}

function parsed(text: string): Line | null {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return null;
  }
}

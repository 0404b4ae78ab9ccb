import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';

/** Where rows go that nobody keeps. */
export const DRAINS = { emulator: 'the emulator, which drops them', tcp: 'a TCP sink' } as const;
export type DrainName = keyof typeof DRAINS;

export interface Drain extends AsyncDisposable {
  readonly pid: number;
  readonly port: number;
  readonly httpPort: number;
}

const PORTS = z.object({ port: z.number(), httpPort: z.number() });

export async function openDrain(name: DrainName): Promise<Drain> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'e2e/bench/selectdb/sink.ts', name], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const first = await new Promise<string>((resolve, reject) => {
    lines.once('line', resolve);
    child.once('exit', (code) => reject(new Error(`The sink ended with ${code}`)));
  });
  return { ...PORTS.parse(JSON.parse(first)), pid: child.pid ?? 0, [Symbol.asyncDispose]: () => ended(child) };
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('close', () => resolve());
    child.kill('SIGTERM');
  });
}

import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { TaskEvent } from '#engine/progress/event.ts';
import type { StateName } from '#engine/task/state.ts';

/** What `opendts run --json` prints, a line each. */
export type CliLine =
  | TaskEvent
  | { readonly kind: 'state'; readonly name: StateName; readonly error?: { readonly code: string } }
  | { readonly kind: 'end'; readonly state: StateName };

export interface CliExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const alive = new Set<ChildProcess>();

/** Ends what a failed test left running, before the folders it writes to are removed. */
export async function endRuns(): Promise<void> {
  const ends = [...alive].map((child) => new Promise((resolve) => child.once('close', resolve)));
  for (const child of alive) child.kill('SIGKILL');
  await Promise.all(ends);
}

/** One `opendts` process: node itself, without npx or a shell between, so that a signal reaches the engine. */
export class CliRun {
  readonly lines: CliLine[] = [];
  readonly exited: Promise<CliExit>;
  #state: StateName | null = null;
  #errors = '';
  #ended = false;
  readonly #child: ChildProcess;
  readonly #waiting = new Set<() => void>();

  constructor(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const child = spawn(process.execPath, ['engine/opendts.mjs', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    this.#child = child;
    alive.add(child);
    // Whatever becomes of the test, the engine does not outlive it.
    const kill = () => child.kill('SIGKILL');
    process.once('exit', kill);
    createInterface({ input: child.stdout }).on('line', (text) => this.#read(text));
    child.stderr.on('data', (chunk: Buffer) => {
      this.#errors += chunk.toString();
    });
    this.exited = new Promise((resolve) => {
      child.once('close', (code, signal) => {
        process.off('exit', kill);
        alive.delete(child);
        this.#ended = true;
        this.#wake();
        resolve({ code, signal });
      });
    });
  }

  /** Last state the process told. */
  get state(): StateName | null {
    return this.#state;
  }

  get ended(): boolean {
    return this.#ended;
  }

  get errors(): string {
    return this.#errors;
  }

  /** True once a line matches; false when the process ended before. */
  async sees(matches: (line: CliLine) => boolean): Promise<boolean> {
    for (let at = 0; ; ) {
      for (; at < this.lines.length; at += 1) {
        const line = this.lines[at];
        if (line !== undefined && matches(line)) return true;
      }
      if (this.#ended) return false;
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  /** True when the kill hit a process that was still at work. */
  async kill(): Promise<boolean> {
    this.#child.kill('SIGKILL');
    const { signal } = await this.exited;
    return signal === 'SIGKILL' && !this.lines.some((line) => line.kind === 'end');
  }

  /** Pauses at a checkpoint. */
  terminate(): Promise<CliExit> {
    this.#child.kill('SIGTERM');
    return this.exited;
  }

  #read(text: string): void {
    let line: CliLine;
    try {
      line = JSON.parse(text) as CliLine;
    } catch {
      this.#errors += `${text}\n`;
      return;
    }
    this.lines.push(line);
    if (line.kind === 'state') this.#state = line.name;
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}

import { spawn } from 'node:child_process';
import { between, type Cost, readClock, readCost } from '../cost.ts';
import { endedCpu } from '../cpu.ts';
import type { Stage } from '../stage.ts';

export interface Command {
  readonly path: string;
  readonly args: readonly string[];
}

/** What a peer takes for programs that run one after the other, each list of them side by side. */
export async function runPeer(stage: Stage, steps: readonly (readonly Command[])[]): Promise<Cost> {
  const begun = readCost(stage, endedCpu);
  for (const commands of steps) await Promise.all(commands.map((command) => runCommand(stage, command)));
  const ended = readClock();
  // Until the backends that served them have ended too.
  await new Promise((resolve) => setTimeout(resolve, 50));
  return between(begun, { ...readCost(stage, endedCpu), ...ended });
}

async function runCommand({ dir, env }: Stage, { path, args }: Command): Promise<void> {
  const child = spawn(path, args, { cwd: dir, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  const kill = () => child.kill('SIGTERM');
  process.once('exit', kill);
  let said = '';
  // pgcopydb is talkative; the end is enough to tell why something failed.
  const hear = (chunk: Buffer) => {
    said = `${said}${chunk.toString()}`.slice(-3_000);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const code = await new Promise<number | null>((settle, fail) => child.once('close', settle).once('error', fail));
  process.off('exit', kill);
  if (code !== 0) throw new Error(`${path} ended with ${code}:\n${said}`);
}

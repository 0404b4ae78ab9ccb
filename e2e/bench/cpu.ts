import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts the CPU time of processes in hundredths of a second, on every machine there is. */
const TICKS_PER_SECOND = 100;

interface Times {
  readonly parent: number;
  /** Seconds of the process itself, all its threads together. */
  readonly own: number;
  /** Of its children that ended and were waited for, and of theirs. */
  readonly children: number;
}

/** CPU seconds a process has used so far; 0 when it is not there any more. */
export function processCpu(pid: number): number {
  return times(pid)?.own ?? 0;
}

/** CPU seconds of a server: its first process, the backends that ended, and those that are at work. */
export function serverCpu(pid: number): number {
  let seconds = 0;
  // Those that are there come first: one that ends in between is counted by its parent as well, rather than by nobody.
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const child = times(Number(entry));
    if (child?.parent === pid) seconds += child.own;
  }
  const first = times(pid);
  return first === null ? seconds : seconds + first.own + first.children;
}

/** CPU seconds of every program we started that has ended, exact: what the system adds up when it is waited for. */
export function endedCpu(): number {
  return times(process.pid)?.children ?? 0;
}

/** Seconds in which a core of this machine had nothing to do, or waited for a disk; of all cores together. */
export function idleCpu(): number {
  const fields = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]?.split(/\s+/) ?? [];
  return (Number(fields[4]) + Number(fields[5])) / TICKS_PER_SECOND;
}

/** The most memory a process has ever held, in MB; 0 when it is not there any more. */
export function peakMemory(pid: number): number {
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(readProc(pid, 'status') ?? '')?.[1] ?? 0) / 1024;
}

function times(pid: number): Times | null {
  const line = readProc(pid, 'stat');
  if (line === null) return null;
  // The name of the program stands in parentheses and may hold any character; state, parent and so on follow it.
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const seconds = (...at: readonly number[]) => at.reduce((sum, field) => sum + Number(fields[field]), 0) / TICKS_PER_SECOND;
  return { parent: Number(fields[1]), own: seconds(11, 12), children: seconds(13, 14) };
}

function readProc(pid: number, file: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return null;
  }
}

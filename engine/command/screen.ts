import type { Notice } from '../engine.ts';
import type { Progress } from '../progress/progress.ts';
import { loadSummary, structureSummary } from '../progress/summary.ts';
import type { TaskState } from '../task/state.ts';
import { counted } from '../text.ts';

export interface Screen {
  show(notice: Exclude<Notice, { kind: 'state' }>): void;
  state(state: TaskState): void;
  close(state: TaskState): void;
}

const BAR = 24;

/** JSON lines for programs; for people one line that redraws itself on a terminal, or a line a second into a pipe. */
export function openScreen(name: string, json: boolean): Screen {
  return json ? jsonScreen() : lineScreen(name);
}

function jsonScreen(): Screen {
  const say = (value: unknown) => console.log(JSON.stringify(value));
  return {
    show: (notice) => {
      // A task that is gone on with changes no state: its reader learns here where it stands.
      if (notice.kind === 'picture') say({ kind: 'state', ...notice.state });
      else for (const event of notice.events) if (event.kind !== 'planned') say(event);
    },
    state: (state) => say({ kind: 'state', ...state }),
    close: (state) => say({ kind: 'end', state: state.name }),
  };
}

function lineScreen(name: string): Screen {
  const terminal = process.stdout.isTTY;
  let last = '';
  let shownAt = 0;
  const write = (line: string) => {
    if (terminal) process.stdout.write(`\r\u001b[2K${line}`);
    else if (line !== last) console.log(line);
    last = line;
  };
  const above = (line: string) => {
    if (terminal) process.stdout.write(`\r\u001b[2K${line}\n${last}`);
    else console.log(line);
  };
  return {
    show: (notice) => {
      if (notice.kind === 'events') {
        for (const event of notice.events) {
          if (event.kind === 'log') above(`${event.level}: ${event.message.en}`);
          if (event.kind === 'retry') above(`retry ${event.attempt}: ${event.error.message.en}. ${event.error.hint.en}`);
        }
      }
      if (Date.now() - shownAt < (terminal ? 100 : 1_000)) return;
      shownAt = Date.now();
      write(progressLine(notice.progress));
    },
    state: (state) => above(`${name}: ${state.name}`),
    close: (state) => {
      if (terminal) process.stdout.write('\n');
      console.log(`${name}: ${state.name}`);
    },
  };
}

function progressLine(progress: Progress): string {
  if (progress.stream !== null) {
    const { lagMs, bytesBehind, rate, waiting = 0 } = progress.stream;
    const stopped = Object.values(progress.tables).filter(({ state }) => state === 'stopped').length;
    const there =
      stopped > 0
        ? `${counted(stopped, 'table')} stopped`
        : waiting > 0
          ? `${counted(waiting, 'table')} to copy again`
          : bytesBehind === 0
            ? 'caught up'
            : `${lagMs} ms, ${bytesBehind} bytes behind`;
    return `incremental  ${there}  ${Math.round(rate)} changes/s`;
  }
  const load = loadSummary(progress);
  if (load.rows > 0 || load.done > 0) {
    const eta = load.etaSeconds === null ? 'estimating' : `${load.etaSeconds} s left`;
    return `full load    ${bar(load.percent)} ${load.done}/${load.total} tables  ${load.rows} rows  ${Math.round(load.rate)} rows/s  ${eta}`;
  }
  const structure = structureSummary(progress);
  return `structure    ${bar(structure.percent)} ${structure.done}/${structure.total}`;
}

function bar(percent: number | null): string {
  const full = Math.round(((percent ?? 0) / 100) * BAR);
  return `[${'#'.repeat(full)}${'.'.repeat(BAR - full)}] ${String(percent ?? 0).padStart(3)} %`;
}

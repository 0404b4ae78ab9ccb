import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../errors.ts';
import { keyFrom, open, seal, secretOf } from '../secret.ts';
import { FileTaskStore, fileName } from '../task/file-store.ts';

/** The command line's data folder: `--data`, else OPENDTS_DATA, else `.opendts`. */
export function dataFolder(option: string | undefined): string {
  // Set to nothing is not set.
  return option || process.env.OPENDTS_DATA || '.opendts';
}

/** The command line's tasks in `folder`, made with a secret of its own when it is new. */
export async function openStore(folder: string): Promise<FileTaskStore> {
  await mkdir(folder, { recursive: true, mode: 0o711 });
  const key = keyFrom(process.env.OPENDTS_SECRET || (await secretOf(folder)));
  return new FileTaskStore(folder, { seal: (plain) => seal(plain, key), open: (sealed) => open(sealed, key) });
}

/**
 * Holds a task for this process.
 * @throws EngineError `task.in-use` naming the process that has it
 */
export async function lockTask(folder: string, name: string): Promise<AsyncDisposable> {
  const path = join(folder, 'tasks', `${fileName(name)}.lock`);
  await mkdir(join(folder, 'tasks'), { recursive: true, mode: 0o700 });
  const mine = holderLine(process.pid);
  for (let attempt = 0; attempt < 2; attempt += 1) {
    if (await place(path, mine)) return { [Symbol.asyncDispose]: () => rm(path, { force: true }) };
    const holder = await readFile(path, 'utf8').catch(() => '');
    const pid = Number.parseInt(holder, 10);
    // Its number alone may be another process's by now: in a container ours is the same at every start.
    if (pid !== process.pid && isAlive(pid) && (holder === String(pid) || holder === holderLine(pid))) throw inUse(name, pid);
    // Its process was killed before it could take the lock away.
    await rm(path, { force: true });
  }
  throw inUse(name, 0);
}

/** Makes the lock with its content at once: one that is empty for a moment would be taken for a dead process's. */
async function place(path: string, content: string): Promise<boolean> {
  const beside = `${path}.${randomBytes(6).toString('hex')}`;
  await writeFile(beside, content);
  try {
    await link(beside, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(beside, { force: true });
  }
}

/** A process by number and, where the system tells it, the time it started. */
function holderLine(pid: number): string {
  try {
    // The name of the program, in brackets, may hold spaces.
    const started = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19] ?? '';
    return `${pid} ${started}`;
  } catch {
    return String(pid);
  }
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function inUse(name: string, pid: number): EngineError {
  const by = pid > 0 ? { en: ` by process ${pid}`, zh: `（进程 ${pid}）` } : { en: '', zh: '' };
  return new EngineError({
    code: 'task.in-use',
    message: { en: `The task ${name} is being run${by.en}`, zh: `任务 ${name} 正在运行${by.zh}` },
    hint: {
      en: 'Two tasks cannot have one name: change "name" in one of the documents, or end that process.',
      zh: '两个任务不能同名：请修改其中一个文档的 name，或结束该进程。',
    },
    retry: 'never',
    object: name,
  });
}

import { mkdir, open as openFile, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../errors.ts';
import { keyFrom, open, seal, secretOf } from '../secret.ts';
import { FileTaskStore } from '../task/file-store.ts';

/** The command line's data folder: `--data`, else OPENDTS_DATA, else `.opendts`. */
export function dataFolder(option: string | undefined): string {
  return option ?? process.env.OPENDTS_DATA ?? '.opendts';
}

/** The command line's tasks in `folder`, made with a secret of its own when it is new. */
export async function openStore(folder: string): Promise<FileTaskStore> {
  await mkdir(folder, { recursive: true, mode: 0o711 });
  const key = keyFrom(process.env.OPENDTS_SECRET ?? (await secretOf(folder)));
  return new FileTaskStore(folder, { seal: (plain) => seal(plain, key), open: (sealed) => open(sealed, key) });
}

/**
 * Holds a task for this process.
 * @throws EngineError `task.in-use` naming the process that has it
 */
export async function lockTask(folder: string, name: string): Promise<AsyncDisposable> {
  const path = join(folder, 'tasks', `${encodeURIComponent(name)}.lock`);
  await mkdir(join(folder, 'tasks'), { recursive: true, mode: 0o700 });
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const file = await openFile(path, 'wx').catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
      return null;
    });
    if (file !== null) {
      await file.writeFile(String(process.pid));
      await file.close();
      return { [Symbol.asyncDispose]: () => rm(path, { force: true }) };
    }
    const holder = Number(await readFile(path, 'utf8').catch(() => '0'));
    if (isAlive(holder)) throw inUse(name, holder);
    // Its process was killed before it could take the lock away.
    await rm(path, { force: true });
  }
  throw inUse(name, 0);
}

function isAlive(pid: number): boolean {
  if (pid <= 0) return false;
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

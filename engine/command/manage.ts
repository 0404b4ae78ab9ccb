import { EngineError } from '../errors.ts';
import { createEngine } from '../index.ts';
import type { DestinationEndpoint, SourceEndpoint } from '../task/config.ts';
import { FileTaskStore } from '../task/file-store.ts';
import { isRunning } from '../task/state.ts';
import type { TaskRecord } from '../task/store.ts';
import { dataFolder, lockTask, openStore } from './data.ts';
import { readDocument } from './document.ts';
import { printFindings } from './findings.ts';

/** `opendts precheck FILE`: 0 when the task may start, 1 when something must be mended or accepted first. */
export async function precheckCommand(file: string, json: boolean): Promise<number> {
  const config = await readDocument(file);
  // Nothing is stored: not even the data folder is made.
  const engine = createEngine({ store: new FileTaskStore(dataFolder(undefined), { seal: String, open: String }) });
  const findings = await engine.precheck(config);
  printFindings(findings, json);
  return findings.every((finding) => finding.severity === 'pass' || finding.accepted) ? 0 : 1;
}

/** `opendts ls`: the tasks of the data folder with state, databases and lag. */
export async function listCommand(data: string | undefined, json: boolean): Promise<number> {
  const store = await openStore(dataFolder(data));
  let unreadable = 0;
  for (const id of await store.list()) {
    try {
      print(await store.load(id), json);
    } catch (error) {
      // One that cannot be opened does not hide the others.
      if (!(error instanceof EngineError)) throw error;
      unreadable += 1;
      console.error(`${error.text.en}\n${error.hint.en}`);
    }
  }
  return unreadable === 0 ? 0 : 1;
}

function print({ id, config, state, progress }: TaskRecord, json: boolean): void {
  const place = ({ host, port, database }: SourceEndpoint | DestinationEndpoint) => `${host}:${port}/${database}`;
  const lagMs = progress?.stream?.lagMs ?? null;
  const line = { name: id, state: state.name, source: place(config.source), destination: place(config.destination), lagMs };
  console.log(
    json
      ? JSON.stringify(line)
      : `${line.name}\t${line.state}\t${line.source} -> ${line.destination}${lagMs === null ? '' : `\t${lagMs} ms`}`,
  );
}

/** `opendts release NAME`: removes what the task left at both databases, then the task; says what could not be removed. */
export async function releaseCommand(name: string, data: string | undefined): Promise<number> {
  const folder = dataFolder(data);
  const store = await openStore(folder);
  await using _lock = await lockTask(folder, name);
  const { state } = await store.load(name);
  // We hold it: its process was killed, and what is stored is where it was then.
  if (isRunning(state.name)) await store.saveState(name, { name: 'paused', from: state.name });
  const engine = createEngine({ store });
  const { leftovers } = await engine.release(name);
  for (const left of leftovers) console.log(`left behind: ${left.object}: ${left.error.message.en}\n  ${left.sql}`);
  if (leftovers.length > 0) {
    console.log(`${name} was not released. Mend the cause and release it again, or run the SQL above and release it again.`);
    return 1;
  }
  await store.remove(name);
  console.log(`${name}: released`);
  return 0;
}

import type { Destination, LargeObjectMark } from '../destination/destination.ts';
import { EngineError } from '../errors.ts';
import type { TaskEvent } from '../progress/event.ts';
import { logged } from '../progress/log-event.ts';
import type { LargeObject, LargeObjectReader, Snapshot } from '../source/source.ts';
import { counted, type Text, text } from '../text.ts';

/** Numbers looked at together; also the most objects that are made in one transaction. */
const PAGE = 500;
/** A transaction is full with this many bytes, so that a larger object has one of its own. */
const TRANSACTION_BYTES = 16 * 1_048_576;
/** Numbers compared at once when none of them may be taken. */
const COMPARED = 20_000;
const TOLD_EVERY_MS = 60_000;
/** Numbers that a message names. */
const NAMED = 20;

const NONE: LargeObjectMark = { upTo: 0, done: false, objects: 0, bytes: 0, kept: 0 };

export interface LargeObjectsInit {
  readonly snapshot: Snapshot;
  readonly destination: Destination;
  /** What becomes of a number that is taken at the destination. */
  readonly conflictMode: 'precheck' | 'ignore';
  readonly ownership: boolean;
  readonly grants: boolean;
  readonly emit: (event: TaskEvent) => void;
  readonly onDurable: () => void;
  readonly signal: AbortSignal;
}

/**
 * Copies the large objects in the order of their numbers, a transaction after the other, each with the mark of how far it came.
 * Called again it goes on from the mark: an object up to there that is at the destination is ours (or was kept); one that is not
 * was made at the source since, and is copied too.
 * @throws EngineError `large-object.exists` where one would have to be overwritten
 */
export async function loadLargeObjects(init: LargeObjectsInit): Promise<void> {
  try {
    await new Load(init, await init.snapshot.largeObjects(init.signal)).run();
  } catch (error) {
    if (init.signal.aborted && !(error instanceof EngineError && error.connection)) return;
    throw error instanceof EngineError && error.retry === 'by-hand' ? ofLargeObjects(error) : error;
  }
}

class Load {
  readonly #init: LargeObjectsInit;
  readonly #source: LargeObjectReader;
  readonly #lacking = new Set<string>();
  /** As it was when this run began. */
  #before: LargeObjectMark = NONE;
  #mark: LargeObjectMark | null = null;
  /** Of the pages that are behind. */
  #kept = 0;
  #told = Date.now();

  constructor(init: LargeObjectsInit, source: LargeObjectReader) {
    this.#init = init;
    this.#source = source;
  }

  async run(): Promise<void> {
    const { destination, conflictMode, signal } = this.#init;
    this.#mark = (await destination.state()).largeObjects ?? null;
    this.#before = this.#mark ?? NONE;
    this.#kept = this.#before.kept;
    // All of them are named before the first is copied: whoever makes room does it once.
    if (conflictMode === 'precheck') await this.#refuseTaken();
    for (let after = 0; !signal.aborted; ) {
      const numbers = await this.#source.numbers(after, PAGE);
      const last = numbers.at(-1);
      if (last === undefined) return this.#finish();
      await this.#page(numbers);
      after = last;
    }
  }

  async #refuseTaken(): Promise<void> {
    const taken: number[] = [];
    for (let after = this.#before.upTo; !this.#init.signal.aborted; ) {
      const numbers = await this.#source.numbers(after, COMPARED);
      const last = numbers.at(-1);
      if (last === undefined) break;
      taken.push(...(await this.#init.destination.takenLargeObjects(numbers)));
      after = last;
    }
    if (taken.length > 0) throw exists(taken.sort((a, b) => a - b));
  }

  async #page(numbers: readonly number[]): Promise<void> {
    const { destination, conflictMode, signal } = this.#init;
    const taken = await destination.takenLargeObjects(numbers);
    const kept = numbers.filter((number) => taken.has(number) && number > this.#before.upTo);
    if (kept.length > 0 && conflictMode === 'precheck') throw exists(kept);
    const missing = numbers.filter((number) => !taken.has(number));
    const objects = missing.length === 0 ? [] : await this.#source.describe(missing);
    for (const group of grouped(objects)) {
      if (signal.aborted) return;
      await this.#copy(group, kept);
    }
    this.#kept += kept.length;
  }

  async #copy(objects: readonly LargeObject[], kept: readonly number[]): Promise<void> {
    const from = this.#mark ?? NONE;
    const upTo = Math.max(from.upTo, objects.at(-1)?.number ?? 0);
    const passed = kept.filter((number) => number <= upTo).length;
    await this.#move(objects, { ...from, upTo, objects: from.objects + objects.length, kept: this.#kept + passed });
    if (Date.now() - this.#told < TOLD_EVERY_MS) return;
    this.#told = Date.now();
    this.#tell({ code: 'large-objects.copying', message: soFar(this.#mark ?? NONE) });
  }

  async #move(objects: readonly LargeObject[], to: LargeObjectMark): Promise<void> {
    const { destination, ownership, grants, signal, onDurable } = this.#init;
    const contents = this.#source.contents(objects, signal);
    const { mark, lacking } = await destination.loadLargeObjects({ objects, contents, from: this.#mark, to, ownership, grants });
    this.#mark = mark;
    const news = lacking.filter((role) => !this.#lacking.has(role));
    for (const role of news) this.#lacking.add(role);
    if (news.length > 0) this.#tell(without(news));
    onDurable();
  }

  async #finish(): Promise<void> {
    await this.#move([], { ...(this.#mark ?? NONE), done: true, kept: this.#kept });
    const mark = this.#mark ?? NONE;
    if (mark.kept > 0) this.#tell(skipped(mark.kept));
    this.#tell({ code: 'large-objects.copied', message: copied(mark) });
  }

  #tell(line: Line): void {
    this.#init.emit(logged(line.hint === undefined ? 'info' : 'warn', line));
  }
}

/** As many as one transaction takes: a large one alone. */
function grouped(objects: readonly LargeObject[]): readonly (readonly LargeObject[])[] {
  const groups: LargeObject[][] = [];
  let bytes = 0;
  for (const object of objects) {
    const group = groups.at(-1);
    if (group !== undefined && bytes + object.bytes <= TRANSACTION_BYTES) {
      group.push(object);
      bytes += object.bytes;
    } else {
      groups.push([object]);
      bytes = object.bytes;
    }
  }
  return groups;
}

interface Line {
  readonly code: string;
  readonly message: Text;
  /** What has one is a warning. */
  readonly hint?: Text;
}

function copied({ objects, bytes }: LargeObjectMark): Text {
  return text(`${counted(objects, 'large object')} copied, ${counted(bytes, 'byte')}`, `已复制 ${objects} 个大对象，共 ${bytes} 字节`);
}

function soFar({ objects, bytes }: LargeObjectMark): Text {
  return text(
    `${counted(objects, 'large object')} copied so far, ${counted(bytes, 'byte')}`,
    `目前已复制 ${objects} 个大对象，共 ${bytes} 字节`,
  );
}

/** *Ignore Errors and Proceed* was chosen; what it meant must not stay unsaid. */
function skipped(count: number): Line {
  return {
    code: 'large-objects.skipped',
    message: text(
      `${counted(count, 'large object')} ${count === 1 ? 'was' : 'were'} not written: large objects with the same numbers are at the destination already and stay as they are`,
      `有 ${count} 个大对象未写入：目标库中已存在相同编号的大对象，保持不变`,
    ),
    hint: text(
      'Compare these large objects: rows that refer to them find the contents the destination had.',
      '请核对这些大对象：引用它们的行在目标库中对应的是原有内容。',
    ),
  };
}

function without(roles: readonly string[]): Line {
  const list = roles.join(', ');
  return {
    code: 'large-objects.roles-missing',
    message: text(
      `Owner or grants of large objects that name these roles were left out, because the destination does not have them or its account may not hand objects to them: ${list}`,
      `大对象中涉及以下角色的属主或授权未迁移（目标库没有这些角色，或目标库账号无权将对象交给它们）：${list}`,
    ),
    hint: text(
      'Set them with ALTER LARGE OBJECT … OWNER TO and GRANT … ON LARGE OBJECT after the migration.',
      '请在迁移后使用 ALTER LARGE OBJECT … OWNER TO 和 GRANT … ON LARGE OBJECT 设置。',
    ),
  };
}

/** What waits for a person is not tried again; the code says that it does so for large objects. */
function ofLargeObjects(error: EngineError): EngineError {
  const { code, text: message, hint, retry, side, object } = error;
  if (code.startsWith('large-object.')) return error;
  return new EngineError({
    code: `large-object.${code}`,
    message,
    hint,
    retry,
    side,
    cause: error,
    ...(object === null ? {} : { object }),
  });
}

function exists(numbers: readonly number[]): EngineError {
  const list = numbers.slice(0, NAMED).join(', ');
  const more = numbers.length > NAMED ? { en: ', …', zh: ' 等' } : { en: '', zh: '' };
  return new EngineError({
    code: 'large-object.exists',
    message: text(
      `The destination has ${numbers.length} large objects with numbers that are to be migrated: ${list}${more.en}`,
      `目标库中已存在 ${numbers.length} 个与待迁移大对象编号相同的大对象：${list}${more.zh}`,
    ),
    hint: text(
      'Remove them at the destination if nothing needs them (SELECT lo_unlink(number)) and resume the task, or make a task that ignores errors and keeps them.',
      '如不再需要，请在目标库将其删除（SELECT lo_unlink(编号)）后恢复任务；或新建任务并选择“忽略报错并继续执行”以保留它们。',
    ),
    retry: 'by-hand',
    side: 'destination',
    object: `large object ${numbers[0] ?? ''}`,
  });
}

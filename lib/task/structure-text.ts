import type { Statement } from '#engine/plan/plan.ts';
import { defineMessages, messagesIn } from '#lib/messages.ts';
import type { Locale } from '../locale.ts';
import type { LeftOutItem, Phase, StatementItem } from './structure-page.ts';

export interface StructureScript {
  readonly task: string;
  readonly source: string;
  readonly destination: string;
  readonly origin: 'preview' | 'plan';
  readonly readAt: number;
  /** In the order they run. */
  readonly statements: readonly StatementItem[];
  readonly leftOut: readonly LeftOutItem[];
}

const messages = defineMessages(
  {
    title: (task: string) => `OpenDTS: structure of ${task}`,
    source: 'Source',
    destination: 'Destination',
    origin: {
      preview: (at: string) => `What would run, as both databases were at ${at}`,
      plan: (at: string) => `What the task runs, as it was at ${at}`,
    },
    phases: { before: 'Before the data', after: 'After the data' },
    parts: { make: '', later: '', owner: ' (owner)', grant: ' (grants)' },
    states: { failed: ' [failed]', skipped: ' [skipped]' },
    leftOut: 'Left out',
    none: 'No statements',
  },
  {
    title: (task) => `OpenDTS：${task} 的结构`,
    source: '源库',
    destination: '目标库',
    origin: {
      preview: (at) => `将要执行的语句，依据两端数据库在 ${at} 的状态`,
      plan: (at) => `任务执行的语句，截至 ${at}`,
    },
    phases: { before: '数据写入前', after: '数据写入后' },
    parts: { make: '', later: '', owner: '（属主）', grant: '（权限）' },
    states: { failed: ' [失败]', skipped: ' [已跳过]' },
    leftOut: '未包含的对象',
    none: '没有语句',
  },
);

const RULE = '-'.repeat(72);
/** Statements are put together to pieces of about this many characters. */
const PIECE = 64 * 1024;

/** A script a person can read, keep, and run by hand. */
export function* structureAsSql(script: StructureScript, locale: Locale): Generator<string> {
  const m = messagesIn(messages, locale);
  const { statements, leftOut } = script;
  let piece = [
    comment(m.title(script.task)),
    comment(`${m.source}: ${script.source}`),
    comment(`${m.destination}: ${script.destination}`),
    comment(m.origin[script.origin](new Date(script.readAt).toISOString())),
    ...(statements.length === 0 ? [comment(m.none)] : []),
  ].join('');
  let phase: Phase | null = null;
  for (const statement of statements) {
    if (statement.phase !== phase) {
      phase = statement.phase;
      piece += `\n${RULE}\n${comment(m.phases[phase])}${RULE}\n`;
    }
    const state = statement.state === 'failed' || statement.state === 'skipped' ? m.states[statement.state] : '';
    const head = `${statement.index + 1} ${wordOf(statement)} ${statement.object}${m.parts[statement.part]}${state}`;
    piece += `\n${comment(head)}${ended(statement.sql)}\n`;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  if (leftOut.length > 0) piece += `\n${RULE}\n${comment(m.leftOut)}${RULE}\n\n`;
  for (const { kind, object, cause } of leftOut) piece += comment(`${wordOf({ kind })} ${object}: ${cause[locale]}`);
  yield piece;
}

/** As SQL calls it: FOREIGN KEY. */
function wordOf({ kind }: Pick<Statement, 'kind'>): string {
  return kind.replaceAll('-', ' ').toUpperCase();
}

/** A name may hold the end of a line, and what follows must not become SQL. */
function comment(line: string): string {
  return `-- ${line.replace(/[\r\n\u2028\u2029]+/g, ' ')}\n`;
}

/** Ends with a semicolon that counts: not one inside of a comment. */
export function ended(sql: string): string {
  const trimmed = sql.trimEnd();
  const lastLine = trimmed.slice(trimmed.lastIndexOf('\n') + 1);
  if (lastLine.includes('--')) return `${trimmed}\n;`;
  return trimmed.endsWith(';') ? trimmed : `${trimmed};`;
}

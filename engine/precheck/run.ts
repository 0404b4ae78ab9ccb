import { within } from '../deadline.ts';
import { EngineError, type ErrorReport, reportOf } from '../errors.ts';
import { text } from '../text.ts';
import type { Check, CheckContext, Finding, PrecheckNews, Problem } from './check.ts';
import { CHECKS } from './checks/index.ts';

/** Longer than any catalog takes to read; shorter than a person waits for a table that somebody keeps locked. */
const ITEM_TIMEOUT_MS = 120_000;

interface RunOptions {
  readonly checks?: readonly Check[];
  readonly itemTimeoutMs?: number;
  /** Hears each item as it finishes, and the titles of all before that. */
  readonly heard?: (news: PrecheckNews) => void;
}

/** Runs every item that applies to the task, side by side, and tells them in the registry's order. Never rejects. */
export function runChecks(context: CheckContext, options: RunOptions = {}): Promise<readonly Finding[]> {
  const { checks = CHECKS, itemTimeoutMs = ITEM_TIMEOUT_MS, heard = () => {} } = options;
  const chosen = checks.filter((check) => check.when(context.config));
  heard({ kind: 'items', items: chosen.map(({ code, title }) => ({ code, title })) });
  return Promise.all(
    chosen.map(async (check) => {
      const finding = await runCheck(check, context, itemTimeoutMs);
      heard({ kind: 'finding', finding });
      return finding;
    }),
  );
}

async function runCheck(check: Check, context: CheckContext, timeoutMs: number): Promise<Finding> {
  try {
    const problems = await within(check.run(context), timeoutMs, () => late(check, timeoutMs));
    const found = typeof check.severity === 'function' ? check.severity(context.config) : check.severity;
    const severity = problems.length === 0 ? 'pass' : found;
    const accepted = severity === 'warn' && context.config.accepted.includes(check.code);
    return { ...named(check), severity, accepted, problems };
  } catch (error) {
    // What could not be looked at is no warning to be accepted unseen.
    return { ...named(check), severity: 'fail', accepted: false, problems: [untested(reportOf(error))] };
  }
}

function named({ code, title, about }: Check): Pick<Finding, 'code' | 'title' | 'about'> {
  return { code, title, ...(about === undefined ? {} : { about }) };
}

const SIDES = {
  source: text('source', '源库'),
  destination: text('destination', '目标库'),
  task: text('task', '任务'),
} as const;

/** The connectivity items carry cause and advice of an unreachable server; the others only refer to them. */
function untested(report: ErrorReport): Problem {
  const side = SIDES[report.side];
  const connection = report.code.startsWith('connect.') && report.side !== 'task';
  const name =
    report.side === 'source'
      ? text('Source Database Connectivity', '源库连接性')
      : text('Destination Database Connectivity', '目标库连接性');
  return {
    subject: report.object ?? side.en,
    cause: text(`Could not be tested: ${report.message.en}`, `无法检查：${report.message.zh}`),
    fix: connection
      ? text(`Solve the item "${name.en}" first, then precheck again.`, `请先解决“${name.zh}”一项，然后重新预检查。`)
      : report.hint,
  };
}

function late(check: Check, timeoutMs: number): EngineError {
  const seconds = Math.round(timeoutMs / 1000);
  return new EngineError({
    code: 'precheck.late',
    message: text(`no answer within ${seconds} s`, `${seconds} 秒内没有结果`),
    hint: text(
      'Another session may hold one of the selected tables. Precheck again when it has ended.',
      '所选的某个表可能正被其他会话锁定，请待其结束后重新预检查。',
    ),
    retry: 'by-hand',
    object: check.code,
  });
}

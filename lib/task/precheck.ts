import { EngineError } from '#engine/errors.ts';
import type { Finding } from '#engine/precheck/check.ts';
import type { DraftConfig } from '#engine/task/config.ts';
import type { TaskState } from '#engine/task/state.ts';
import { text } from '#engine/text.ts';
import { engine } from '#lib/engine.ts';
import { perProcess } from '#lib/process.ts';
import { openDocument } from './document.ts';
import { taskHub } from './hub.ts';
import { nextState } from './next-state.ts';
import { findTask, json, taskStore } from './store.ts';
import { inTurn } from './turn.ts';

interface Checked {
  readonly state: TaskState;
  readonly findings: readonly Finding[];
}

/** The precheck that runs for a task now; an older one that ends later is of an older document. */
const running = () => perProcess('prechecks', () => new Map<string, symbol>());

/**
 * Runs the precheck and answers when it is done; its findings are stored.
 * @throws EngineError `precheck.outdated` when the document was changed meanwhile: what was found is not about it
 */
export async function checkTask(id: string): Promise<Checked> {
  const check = Symbol(id);
  const { before, config } = await inTurn(id, async () => {
    const row = await findTask(id);
    const before = row.state as unknown as TaskState;
    const checking = nextState(before, { kind: 'check' });
    const config = await openDocument(row.config as unknown as DraftConfig);
    await taskStore().saveState(id, checking);
    running().set(id, check);
    return { before, config };
  });
  const outcome = await engine()
    .precheck(config)
    .then(
      (findings) => ({ findings }),
      (error: unknown) => ({ error }),
    );
  return inTurn(id, async () => {
    const state = (await findTask(id)).state as unknown as TaskState;
    if (state.name !== 'checking' || running().get(id) !== check) throw outdated();
    running().delete(id);
    if ('error' in outcome) {
      await taskStore().saveState(id, before);
      throw outcome.error;
    }
    return saveFindings(id, nextState(state, { kind: verdict(outcome.findings) }), outcome.findings);
  });
}

/** Accepts a warning, or takes that back; the task becomes ready when nothing else stands in its way. */
export function acceptFinding(id: string, code: string, accepted: boolean): Promise<Checked> {
  return inTurn(id, async () => {
    const row = await findTask(id);
    const before = row.state as unknown as TaskState;
    const stored = row.config as unknown as DraftConfig;
    const findings = (row.findings as unknown as readonly Finding[] | null) ?? [];
    if (!findings.some((finding) => finding.code === code && finding.severity === 'warn')) throw notAcceptable(code);
    const changed = findings.map((finding) => (finding.code === code ? { ...finding, accepted } : finding));
    const others = stored.accepted.filter((each) => each !== code);
    const config = { ...stored, accepted: accepted ? [...others, code] : others };
    const state = nextState(nextState(before, { kind: 'check' }), { kind: verdict(changed) });
    return saveFindings(id, state, changed, config);
  });
}

function verdict(findings: readonly Finding[]): 'pass' | 'block' {
  return findings.every((finding) => finding.severity === 'pass' || finding.accepted) ? 'pass' : 'block';
}

/** Findings and the state they lead to, at once: a task is never ready by findings that are not there. */
async function saveFindings(id: string, state: TaskState, findings: readonly Finding[], config?: DraftConfig): Promise<Checked> {
  await taskStore().saveState(id, state, {
    findings: json(findings),
    // Accepting looks at what was found, not at the databases again.
    ...(config === undefined ? { checkedAt: new Date() } : { config: json(config) }),
  });
  taskHub().publish(id, { kind: 'document' });
  return { state, findings };
}

function outdated(): EngineError {
  return new EngineError({
    code: 'precheck.outdated',
    message: text('The task was changed while it was being prechecked', '预检查期间任务配置已被修改'),
    hint: text('Precheck it again.', '请重新预检查。'),
    retry: 'never',
  });
}

function notAcceptable(code: string): EngineError {
  return new EngineError({
    code: 'precheck.not-acceptable',
    message: text(`The precheck item ${code} cannot be ignored`, `预检查项 ${code} 不可忽略`),
    hint: text('Only warnings can be. Solve its cause, then precheck again.', '仅告警项可以忽略，请解决问题后重新预检查。'),
    retry: 'never',
    object: code,
  });
}

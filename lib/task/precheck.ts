import { EngineError } from '#engine/errors.ts';
import type { Finding } from '#engine/precheck/check.ts';
import type { DraftConfig } from '#engine/task/config.ts';
import type { TaskState } from '#engine/task/state.ts';
import { text } from '#engine/text.ts';
import { engine } from '#lib/engine.ts';
import { openDocument } from './document.ts';
import { taskHub } from './hub.ts';
import { nextState } from './next-state.ts';
import { precheckRuns } from './precheck-runs.ts';
import { findTask, json, taskStore } from './store.ts';
import { inTurn } from './turn.ts';

interface Checked {
  readonly state: TaskState;
  readonly findings: readonly Finding[];
}

/**
 * Runs the precheck and answers when it is done; its findings are stored. `only`: one item of those that were looked at, again.
 * @throws EngineError `precheck.outdated` when the document was changed meanwhile: what was found is not about it
 */
export async function checkTask(id: string, only?: string): Promise<Checked> {
  const runs = precheckRuns();
  const { before, config, known, run } = await inTurn(id, async () => {
    const row = await findTask(id);
    const before = row.state as unknown as TaskState;
    const known = (row.findings as unknown as readonly Finding[] | null) ?? [];
    if (only !== undefined && !known.some(({ code }) => code === only)) throw notLookedAt(only);
    const checking = nextState(before, { kind: 'check' });
    const config = await openDocument(row.config as unknown as DraftConfig);
    await taskStore().saveState(id, checking);
    return { before, config, known, run: runs.begin(id) };
  });
  const outcome = await engine()
    .precheck(config, { heard: (news) => runs.hear(id, run, news), ...(only === undefined ? {} : { only }) })
    .then(
      (findings) => ({ findings }),
      (error: unknown) => ({ error }),
    );
  return inTurn(id, async () => {
    try {
      const state = (await findTask(id)).state as unknown as TaskState;
      if (state.name !== 'checking' || !runs.isLatest(id, run)) throw outdated();
      if ('error' in outcome) {
        await taskStore().saveState(id, before);
        throw outcome.error;
      }
      const findings = only === undefined ? outcome.findings : renewed(known, only, outcome.findings[0]);
      return await saveFindings(id, nextState(state, { kind: verdict(findings) }), findings);
    } finally {
      runs.end(id, run);
    }
  });
}

/** One that does not apply any more is gone. */
function renewed(known: readonly Finding[], code: string, finding: Finding | undefined): readonly Finding[] {
  return known.flatMap((each) => (each.code !== code ? [each] : finding === undefined ? [] : [finding]));
}

/**
 * Has the statements run that an item offers, which the person has seen, and looks at the item again.
 * @throws EngineError `precheck.remedy-changed`
 */
export async function remedyFinding(id: string, code: string, statements: readonly string[]): Promise<Checked> {
  await inTurn(id, async () => {
    const row = await findTask(id);
    // Refused where the item could not be looked at again either: of a task that runs, say.
    nextState(row.state as unknown as TaskState, { kind: 'check' });
    await engine().remedy(await openDocument(row.config as unknown as DraftConfig), code, statements);
  });
  return checkTask(id, code);
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

function notLookedAt(code: string): EngineError {
  return new EngineError({
    code: 'precheck.not-looked-at',
    message: text(`The precheck item ${code} is not among those that were looked at`, `预检查项 ${code} 不在已检查的项目中`),
    hint: text('Run the whole precheck.', '请执行完整的预检查。'),
    retry: 'never',
    object: code,
  });
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

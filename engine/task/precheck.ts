import { availableParallelism } from 'node:os';
import { openDestination } from '../destination/index.ts';
import type { Engine, Estimate } from '../engine.ts';
import { EngineError } from '../errors.ts';
import type { CheckContext, Finding, Problem } from '../precheck/check.ts';
import { CHECKS } from '../precheck/checks/index.ts';
import { openCheckContext } from '../precheck/context.ts';
import { runChecks } from '../precheck/run.ts';
import { openSource } from '../source/index.ts';
import { text } from '../text.ts';
import type { TaskConfig } from './config.ts';
import { limitsOf } from './limits.ts';

export const precheck: Engine['precheck'] = async (config, { only, heard } = {}) => {
  await using context = open(config);
  const checks = only === undefined ? CHECKS : CHECKS.filter(({ code }) => code === only);
  return await runChecks(context, { checks, ...(heard === undefined ? {} : { heard }) });
};

/** What is run is made here and now; what came from the browser is only compared with it. */
export const applyRemedy: Engine['remedy'] = async (config, code, shown) => {
  await using context = open(config);
  const [finding] = await runChecks(context, { checks: CHECKS.filter((check) => check.code === code) });
  const problems = (finding?.problems ?? []).filter(({ remedy }) => remedy !== undefined);
  const now = new Set(problems.map(({ fixSql }) => fixSql));
  if (problems.length === 0 || now.size !== shown.length || !shown.every((sql) => now.has(sql))) throw changed(code, problems);
  const source = await context.source();
  for (const { remedy } of problems) if (remedy !== undefined) await source.setFullIdentity(remedy.table);
};

export async function estimate(config: TaskConfig): Promise<Estimate> {
  await using context: CheckContext & AsyncDisposable = open(config);
  const tables = (await context.tables()).filter(({ hasRows }) => hasRows);
  const known = tables.filter(({ estimatedRows }) => estimatedRows >= 0);
  return {
    tables: tables.length,
    rows: known.reduce((sum, { estimatedRows }) => sum + estimatedRows, 0),
    unknownTables: tables.length - known.length,
    bytes: tables.reduce((sum, { bytes }) => sum + bytes, 0),
    streams: limitsOf(config, availableParallelism()).streams,
  };
}

function open(config: TaskConfig) {
  return openCheckContext(config, {
    openSource: () => openSource(config.source, config.name),
    openDestination: () => openDestination(config.destination, config.name),
  });
}

function changed(code: Finding['code'], problems: readonly Problem[]): EngineError {
  return new EngineError({
    code: 'precheck.remedy-changed',
    message:
      problems.length === 0
        ? text(`There is nothing to be run for the precheck item ${code}`, `预检查项 ${code} 没有可执行的修复语句`)
        : text(
            `The statements for the precheck item ${code} are others by now than those that were shown; none was run`,
            `预检查项 ${code} 的修复语句已与所示内容不同，未执行任何语句`,
          ),
    hint: text('Run the item again, read its statements, then have them run.', '请重新检查该项，确认语句后再执行。'),
    retry: 'never',
    object: code,
  });
}

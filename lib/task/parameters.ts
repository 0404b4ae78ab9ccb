import type { LimitsChange } from '#engine/engine.ts';
import type { DraftConfig } from '#engine/task/config.ts';
import { type ParameterChange, type ParameterParts, withParameters } from '#engine/task/parameters.ts';
import { text } from '#engine/text.ts';
import { engine } from '#lib/engine.ts';
import { metadata } from '#lib/metadata/client.ts';
import { taskHub } from './hub.ts';
import { noteInLog } from './note.ts';
import { findPermitted, kindOf } from './operated.ts';
import { findTask, json } from './store.ts';
import { inTurn } from './turn.ts';

/**
 * Changes parameters of a task that has begun. What holds at once is told to its worker; for the rest the worker begins again at a
 * checkpoint.
 * @throws EngineError `task.not-found`, `task.operation-refused`, `parameters.invalid`
 */
export function changeParameters(id: string, change: ParameterChange): Promise<{ readonly restarted: boolean }> {
  return inTurn(id, async () => {
    const row = await findPermitted(id, 'parameters');
    const config = row.config as unknown as DraftConfig;
    const { parts, restart } = withParameters(config, change, await kindOf(config.destination));
    await engine().adjust(id, limitsIn(parts));
    if (restart) {
      // The limits are stored by now; the rest of the document, its sealed secrets above all, stays byte for byte.
      const changed = { ...((await findTask(id)).config as unknown as DraftConfig), ...parts };
      await metadata().task.update({ where: { id }, data: { config: json(changed) }, select: { id: true } });
      taskHub().publish(id, { kind: 'document' });
      await engine().restart(id);
    }
    const names = Object.entries(change).map(([path, value]) => `${path} = ${value}`);
    await noteInLog(id, 'task.parameters', text(`Parameters changed: ${names.join(', ')}`, `参数已修改：${names.join('，')}`));
    return { restarted: restart };
  });
}

function limitsIn({ start, full, incremental, selectdb }: ParameterParts): LimitsChange {
  return {
    throttle: full.throttle,
    streams: full.streams ?? null,
    incremental: incremental.throttle,
    walLimit: incremental.walLimit,
    instanceClass: start.instanceClass,
    ...(selectdb?.reservoirMilliseconds === undefined ? {} : { reservoirMilliseconds: selectdb.reservoirMilliseconds }),
  };
}

'use client';

import { useFormat, useLocale, useMessages } from '#components/locale.tsx';
import { loadSummary } from '#engine/progress/summary.ts';
import { formatTimeLeft } from '#lib/format.ts';
import { stageMessages } from './messages.ts';
import type { StageProps } from './schema-stage.tsx';
import { StageCard } from './stage-card.tsx';

export function LoadStage({ progress, silent: _, ...props }: StageProps) {
  const m = useMessages(stageMessages);
  const format = useFormat();
  const { locale } = useLocale();
  const load = loadSummary(progress);
  const { state } = props;
  const finished = state === 'done';
  const known = load.total > 0;
  const moving = state === 'running' && load.percent !== 100;
  const share = finished ? 1 : load.percent === null ? (moving ? null : 0) : load.percent / 100;
  const rows = finished ? format.rows(load.rows) : m.of(format.rows(load.rows), format.rows(load.expectedRows));
  const tables = m.of(format.count(load.done), format.count(load.total));
  const left = load.etaSeconds === null ? m.estimating : formatTimeLeft(load.etaSeconds, locale);
  return (
    <StageCard
      {...props}
      headline={format.percent(state === 'waiting' ? null : share)}
      share={share}
      figures={[
        {
          label: m.tables,
          value: known ? (load.failed > 0 ? m.withFailed(tables, format.count(load.failed)) : tables) : format.count(null),
          tone: load.failed > 0 ? 'danger' : undefined,
        },
        { label: m.rows, value: known ? rows : format.count(null) },
        { label: m.speed, value: moving ? format.rate(load.rate) : format.rate(null) },
        { label: m.left, value: moving ? left : format.duration(null) },
      ]}
    />
  );
}

'use client';

import { useFormat, useMessages } from '#components/locale.tsx';
import type { Progress } from '#engine/progress/progress.ts';
import type { Stream } from '#engine/progress/stream.ts';
import { incrementalMessages } from './messages.ts';
import { Ranking } from './ranking.tsx';
import { nameOf } from './slow-tables.tsx';

const SHOWN = 5;

export interface HotKeysProps {
  readonly stream: Stream | null;
  readonly tables: Progress['tables'];
  readonly stale: boolean;
}

/** The rows that are changed again and again just now. */
export function HotKeys({ stream, tables, stale }: HotKeysProps) {
  const m = useMessages(incrementalMessages);
  const format = useFormat();
  const hot = (stream?.hot ?? []).slice(0, SHOWN);
  const most = hot[0]?.count ?? 1;
  const lines = hot.map(({ table, key, count }) => {
    const name = nameOf(tables, table);
    return {
      id: `${table}\n${key}`,
      name: (
        <>
          {name} <span className="font-mono text-muted text-xs">{key}</span>
        </>
      ),
      title: `${name} ${key}`,
      value: m.perSecond(format.rows(count < 10 ? Math.round(count * 10) / 10 : Math.round(count))),
      share: count / most,
    };
  });
  return <Ranking title={m.hot} text={m.hotText} empty={m.noneHot} lines={lines} stale={stale} />;
}

'use client';

import { useFormat, useMessages } from '#components/locale.tsx';
import type { Progress } from '#engine/progress/progress.ts';
import { type Stream, slowestTables } from '#engine/progress/stream.ts';
import { displayName } from '#engine/schema/table.ts';
import { incrementalMessages } from './messages.ts';
import { Ranking } from './ranking.tsx';

const SHOWN = 5;

export interface SlowTablesProps {
  readonly spent: NonNullable<Stream['spent']>;
  readonly tables: Progress['tables'];
  readonly stale: boolean;
}

/** The tables that take the destination longest just now. */
export function SlowTables({ spent, tables, stale }: SlowTablesProps) {
  const m = useMessages(incrementalMessages);
  const format = useFormat();
  const slow = slowestTables(spent).slice(0, SHOWN);
  const most = slow[0]?.ms ?? 1;
  const lines = slow.map(({ id, ms }) => {
    const name = nameOf(tables, id);
    const value = m.milliseconds(format.rows(ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms)));
    return { id, name, title: name, value, share: ms / most };
  });
  return <Ranking title={m.slowest} text={m.slowestText} empty={m.noneSlow} lines={lines} stale={stale} />;
}

export function nameOf(tables: Progress['tables'], id: string): string {
  const table = tables[id];
  return table === undefined ? id : displayName(table.source);
}

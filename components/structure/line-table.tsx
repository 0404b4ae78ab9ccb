'use client';

import { type ReactNode, useEffect, useRef } from 'react';
import { cn } from '#components/class-names.ts';
import { useText } from '#components/locale.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Card } from '#components/ui/card.tsx';
import { VirtualTable } from '#components/ui/virtual-table.tsx';
import { explain } from '#lib/http/client.ts';
import { PendingRow } from './pending-row.tsx';
import type { StructureLine, StructureLines } from './use-structure.ts';

export interface LineTableProps<Item> {
  readonly found: StructureLines<Item>;
  readonly label: string;
  readonly widths: readonly string[];
  readonly head: ReactNode;
  readonly row: (item: Item) => ReactNode;
  readonly empty: string;
  /** Lines to keep room for until it is known how many there are. */
  readonly expected: number;
  /** Another one begins at the top again. */
  readonly search: string;
  readonly stale?: boolean | undefined;
}

const ROW = 40;
const HEAD = 36;
const MOST = 560;

type Line<Item> = StructureLine<Item> & { readonly waiting?: true };

/** A list of which only the lines in sight are fetched and drawn. */
export function LineTable<Item extends { readonly id: string }>({ found, expected, ...props }: LineTableProps<Item>) {
  const text = useText();
  const box = useRef<HTMLDivElement>(null);
  const { head, lines, want } = found;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another search is what this is for.
  useEffect(() => {
    box.current?.scrollTo({ top: 0 });
  }, [props.search]);
  const room: readonly Line<Item>[] = head.isPending
    ? Array.from({ length: Math.min(expected, MOST / ROW) }, (_, position) => ({ position, item: null, waiting: true }))
    : lines;
  if (head.isError && head.data === undefined) {
    const { message, hint } = explain(head.error);
    return (
      <Callout tone="danger" title={text(message)}>
        {text(hint)}
      </Callout>
    );
  }
  return (
    <Card className={cn('transition-opacity', (props.stale === true || head.isPlaceholderData) && 'opacity-50')}>
      <div style={{ minHeight: Math.min(MOST, HEAD + room.length * ROW) }} aria-busy={head.isFetching}>
        <VirtualTable
          label={props.label}
          rows={room}
          rowKey={({ position, item }) => `${position} ${item?.id ?? ''}`}
          rowHeight={ROW}
          widths={props.widths}
          minWidth="min-w-[840px]"
          className="max-h-[560px]"
          box={box}
          empty={props.empty}
          head={props.head}
          renderRow={({ position, item }) =>
            item === null ? <PendingRow position={position} columns={props.widths.length} want={want} /> : props.row(item)
          }
        />
      </div>
    </Card>
  );
}

'use client';

import { useMessages, useText } from '#components/locale.tsx';
import { KindLabel } from '#components/task/kind-label.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { TableRow, Td, Th } from '#components/ui/data-table.tsx';
import { type LeftOutItem, structureSearch } from '#lib/task/structure-page.ts';
import { KindFilter } from './kind-filter.tsx';
import { LineTable } from './line-table.tsx';
import { ListBar } from './list-bar.tsx';
import { structureMessages } from './messages.ts';
import { useFilter } from './use-filter.ts';
import { type StructureOf, useStructureLines, useStructureTotals } from './use-structure.ts';

const WIDTHS = ['34%', '190px', 'auto'] as const;

/** Objects of the selection that are not made, each with its reason and what can be done. */
export function LeftOutList({ of, stale }: { readonly of: StructureOf; readonly stale?: boolean | undefined }) {
  const m = useMessages(structureMessages);
  const { filter, typed, type, change } = useFilter();
  const totals = useStructureTotals(of, 'left-out').data;
  const found = useStructureLines(of, 'left-out', filter);
  const total = totals?.totals.leftOut;
  return (
    <>
      <p className="mb-3 text-muted text-sm">{m.leftOutText}</p>
      <ListBar shortcut typed={typed} onType={type} placeholder={m.search['left-out']} matched={found.head.data?.matched} total={total} />
      <KindFilter all={totals?.kinds} matching={found.head.data?.kinds} chosen={filter.kinds} onChange={(kinds) => change({ kinds })} />
      <LineTable
        found={found}
        label={m.listTitle['left-out']}
        widths={WIDTHS}
        expected={totals?.totals.leftOut ?? 1}
        search={structureSearch(filter)}
        stale={stale}
        empty={total === 0 ? m.none['left-out'] : m.noMatch}
        head={
          <>
            <Th>{m.columns.object}</Th>
            <Th>{m.columns.kind}</Th>
            <Th>{m.columns.reason}</Th>
          </>
        }
        row={(object) => <LeftOutRow object={object} />}
      />
    </>
  );
}

function LeftOutRow({ object: { object, kind, reason, cause, fix } }: { readonly object: LeftOutItem }) {
  const m = useMessages(structureMessages);
  const text = useText();
  return (
    <TableRow>
      <Td className="align-top font-medium [overflow-wrap:anywhere]">{object}</Td>
      <Td muted className="align-top">
        <KindLabel kind={kind} />
      </Td>
      <Td className="[overflow-wrap:anywhere]">
        <Badge className="mr-2 align-text-bottom">{m.reasons[reason]}</Badge>
        {text(cause)}
        <p className="mt-0.5 text-muted">
          <span className="sr-only">{m.whatToDo}: </span>
          {text(fix)}
        </p>
      </Td>
    </TableRow>
  );
}

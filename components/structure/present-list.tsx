'use client';

import { useFormat, useMessages } from '#components/locale.tsx';
import { KindLabel } from '#components/task/kind-label.tsx';
import { Choice } from '#components/task-status/choice.tsx';
import { Expander } from '#components/task-status/expander.tsx';
import { useOpenRows } from '#components/task-status/use-open-rows.ts';
import { Badge } from '#components/ui/badge.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { TableRow, Td, Th } from '#components/ui/data-table.tsx';
import { LineDiff } from '#components/ui/line-diff.tsx';
import type { PresentObject } from '#engine/engine.ts';
import { structureSearch } from '#lib/task/structure-page.ts';
import { KindFilter } from './kind-filter.tsx';
import { LineTable } from './line-table.tsx';
import { ListBar } from './list-bar.tsx';
import { structureMessages } from './messages.ts';
import { useFilter } from './use-filter.ts';
import { type StructureOf, useStructureLines, useStructureTotals } from './use-structure.ts';

const WIDTHS = ['auto', '220px', '150px'] as const;
const SAME = ['all', 'different', 'same'] as const;

/** Objects the destination has already, those that differ first, each with the difference. */
export function PresentList({ of, stale }: { readonly of: StructureOf; readonly stale?: boolean | undefined }) {
  const m = useMessages(structureMessages);
  const { filter, typed, type, change } = useFilter();
  const { open, toggle } = useOpenRows();
  const totals = useStructureTotals(of, 'present').data;
  const found = useStructureLines(of, 'present', filter);
  const total = totals?.totals.present;
  return (
    <>
      <p className="mb-3 text-muted text-sm">{m.presentText}</p>
      <ListBar shortcut typed={typed} onType={type} placeholder={m.search.present} matched={found.head.data?.matched} total={total}>
        <Choice
          label={m.sameFilter}
          value={filter.same === null ? 'all' : filter.same ? 'same' : 'different'}
          onValueChange={(value) => change({ same: value === 'all' ? null : value === 'same' })}
          options={SAME.map((value) => ({ value, label: m.sameFilters[value] }))}
        />
      </ListBar>
      <KindFilter all={totals?.kinds} matching={found.head.data?.kinds} chosen={filter.kinds} onChange={(kinds) => change({ kinds })} />
      <LineTable
        found={found}
        label={m.listTitle.present}
        widths={WIDTHS}
        expected={totals?.totals.present ?? 1}
        search={structureSearch(filter)}
        stale={stale}
        empty={total === 0 ? m.none.present : m.noMatch}
        head={
          <>
            <Th>{m.columns.object}</Th>
            <Th>{m.columns.kind}</Th>
            <Th>{m.columns.difference}</Th>
          </>
        }
        row={(object) => <PresentRow object={object} open={open.has(object.id)} onToggle={toggle} />}
      />
    </>
  );
}

interface PresentRowProps {
  readonly object: PresentObject;
  readonly open: boolean;
  readonly onToggle: (id: string) => void;
}

function PresentRow({ object: { id, kind, object, same, wanted, existing }, open, onToggle }: PresentRowProps) {
  const m = useMessages(structureMessages);
  const format = useFormat();
  return (
    <>
      <TableRow interactive>
        <Td>
          <span className="flex min-w-0 items-center gap-1">
            <Expander label={same ? m.showSql(object) : m.showDifference(object)} open={open} onToggle={() => onToggle(id)} />
            <span className="min-w-0 truncate font-medium" title={object}>
              {object}
            </span>
          </span>
        </Td>
        <Td muted>
          <KindLabel kind={kind} />
        </Td>
        <Td>
          <Badge tone={same ? 'neutral' : 'warning'}>{same ? m.same : m.different}</Badge>
        </Td>
      </TableRow>
      {open && (
        <tr>
          <td colSpan={WIDTHS.length} className="border-b px-4 py-3">
            {same ? (
              <CodeBlock code={existing} className="max-h-72" />
            ) : (
              <>
                <p className="mb-2 flex flex-wrap gap-x-4 text-muted text-xs">
                  <span>
                    <span aria-hidden className="mr-1.5 font-mono text-danger">
                      −
                    </span>
                    {m.existing}
                  </span>
                  <span>
                    <span aria-hidden className="mr-1.5 font-mono text-success">
                      +
                    </span>
                    {m.wanted}
                  </span>
                </p>
                <LineDiff
                  before={existing}
                  after={wanted}
                  label={m.diffOf}
                  unchanged={(count) => m.unchanged(format.count(count))}
                  className="max-h-80"
                />
              </>
            )}
          </td>
        </tr>
      )}
    </>
  );
}

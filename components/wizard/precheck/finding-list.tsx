'use client';

import { useState } from 'react';
import { useFormat, useMessages } from '#components/locale.tsx';
import { Card } from '#components/ui/card.tsx';
import { TabPanel, Tabs } from '#components/ui/tabs.tsx';
import type { Finding } from '#engine/precheck/check.ts';
import { FindingItem } from './finding-item.tsx';
import { FILTERS, type FindingFilter, inOrder, matches } from './judge.ts';
import { precheckMessages } from './messages.ts';

export interface FindingListProps {
  readonly findings: readonly Finding[];
  readonly onAccept: (code: string, accepted: boolean) => Promise<void>;
  readonly onAgain: (code: string) => Promise<void>;
  readonly onRemedy: (code: string, statements: readonly string[]) => Promise<void>;
}

export function FindingList({ findings, onAccept, onAgain, onRemedy }: FindingListProps) {
  const { filter: m, filterLabel } = useMessages(precheckMessages);
  const format = useFormat();
  const [filter, setFilter] = useState<FindingFilter>('all');
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const shown = inOrder(findings).filter((finding) => matches(finding, filter));
  const turn = (code: string) => {
    const next = new Set(opened);
    if (!next.delete(code)) next.add(code);
    setOpened(next);
  };
  return (
    <Tabs
      aria-label={filterLabel}
      value={filter}
      onValueChange={setFilter}
      tabs={FILTERS.map((value) => ({
        value,
        label: m[value],
        count: format.count(findings.filter((finding) => matches(finding, value)).length),
      }))}
    >
      <TabPanel value={filter} className="pt-3">
        {shown.length === 0 ? (
          <Card className="px-4 py-12 text-center text-muted text-sm">{m.none[filter]}</Card>
        ) : (
          <Card>
            <ul className="divide-y">
              {shown.map((finding) => (
                <FindingItem
                  key={finding.code}
                  finding={finding}
                  open={opened.has(finding.code)}
                  onOpen={() => turn(finding.code)}
                  onAccept={(accepted) => onAccept(finding.code, accepted)}
                  onAgain={() => onAgain(finding.code)}
                  onRemedy={(statements) => onRemedy(finding.code, statements)}
                />
              ))}
            </ul>
          </Card>
        )}
      </TabPanel>
    </Tabs>
  );
}

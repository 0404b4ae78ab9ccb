'use client';

import { useEffect, useMemo, useState } from 'react';
import { useMessages } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { partitionsBelow } from '#engine/plan/select.ts';
import { displayName } from '#engine/schema/table.ts';
import { useContents } from './browse.ts';
import { KIND_ICONS, kindMessages } from './kinds.ts';
import { proposalMessages } from './proposal-messages.ts';
import { type Proposal, proposalsOf, type Seed } from './proposals.ts';
import type { Selection } from './selection.ts';
import { VirtualList } from './virtual-list.tsx';

/** Lines seen at once; the rest scrolls. */
const VISIBLE = 4;
const LINE_HEIGHT = 32;
const PADDING = 8;

export interface ProposalStripProps {
  readonly selection: Selection;
  /** It takes room away from what is above it. */
  readonly onShown: () => void;
  readonly onAnswered: () => void;
}

/** What belongs with that which was just chosen: offered, never in the way. */
export function ProposalStrip({ selection, onShown, onAnswered }: ProposalStripProps) {
  const { seeds, objects, declined, settle } = selection;
  const contents = useContentsOf(seeds, (read) => proposalsOf({ seeds, objects, contents: read, declined }).unread);
  const { items, origins, unread } = useMemo(
    () => proposalsOf({ seeds, objects, contents, declined }),
    [seeds, objects, contents, declined],
  );
  const settled = seeds.length > 0 && items.length === 0 && unread.length === 0;
  useEffect(() => {
    if (settled) settle();
  }, [settled, settle]);
  const [first] = origins;
  if (first === undefined || items.length === 0) return null;
  const answer = (accepted: readonly Proposal[]) => {
    selection.answerProposals(
      accepted.map((item) => {
        const read = contents.get(item.schema);
        const along = read?.state === 'loaded' && item.kind === 'table' ? partitionsBelow(read.tables, [item]) : [];
        return { ...item, along: along.map(({ name }) => name) };
      }),
      items.filter((item) => !accepted.includes(item)),
    );
    onAnswered();
  };
  return <Strip origin={origins.length === 1 ? first : null} items={items} onShown={onShown} onAnswer={answer} />;
}

/** Reads schema after schema, as far as the objects lead. */
function useContentsOf(seeds: readonly Seed[], unreadOf: (contents: ReturnType<typeof useContents>) => readonly string[]) {
  const [schemas, setSchemas] = useState<readonly string[]>([]);
  const contents = useContents(schemas);
  const missing = seeds.length === 0 ? [] : unreadOf(contents).filter((schema) => !schemas.includes(schema));
  const names = JSON.stringify(missing);
  useEffect(() => {
    const more: readonly string[] = JSON.parse(names);
    if (more.length > 0) setSchemas((before) => [...before, ...more]);
  }, [names]);
  return contents;
}

interface StripProps {
  /** Null: several objects. */
  readonly origin: Seed | null;
  readonly items: readonly Proposal[];
  readonly onShown: () => void;
  readonly onAnswer: (accepted: readonly Proposal[]) => void;
}

function Strip({ origin, items, onShown, onAnswer }: StripProps) {
  const m = useMessages(proposalMessages);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [shown] = useState(() => onShown);
  // Once the list above knows how high it is now.
  useEffect(() => {
    const timer = setTimeout(shown, 50);
    return () => clearTimeout(timer);
  }, [shown]);
  const accepted = items.filter(({ id }) => !left.has(id));
  const title =
    origin === null ? m.several : m.title(origin.schema === null ? origin.name : displayName({ ...origin, schema: origin.schema }));
  const turn = (id: string, on: boolean) => {
    const next = new Set(left);
    if (on) next.delete(id);
    else next.add(id);
    setLeft(next);
  };
  return (
    <section aria-label={title} className="flex shrink-0 animate-fade-in flex-col border-t bg-surface-2">
      <p role="status" className="px-4 pt-2.5 pb-1 font-medium text-xs [overflow-wrap:anywhere]">
        {title}
      </p>
      <div className="relative" style={{ height: Math.min(items.length, VISIBLE) * LINE_HEIGHT + PADDING }}>
        <VirtualList
          role="list"
          aria-label={title}
          itemRole="listitem"
          count={items.length}
          keyOf={(index) => items[index]?.id ?? String(index)}
          row={(index) => {
            const item = items[index];
            return item === undefined ? null : <ProposalLine item={item} on={!left.has(item.id)} onChange={(on) => turn(item.id, on)} />;
          }}
        />
      </div>
      <div className="flex items-center justify-end gap-2 px-3 pt-1 pb-2.5">
        <Button size="sm" variant="ghost" title={m.notNowText} onClick={() => onAnswer([])}>
          {m.notNow}
        </Button>
        <Button size="sm" variant="primary" disabled={accepted.length === 0} onClick={() => onAnswer(accepted)}>
          {accepted.length === items.length ? m.addAll : m.addChosen}
        </Button>
      </div>
    </section>
  );
}

interface ProposalLineProps {
  readonly item: Proposal;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}

function ProposalLine({ item, on, onChange }: ProposalLineProps) {
  const kinds = useMessages(kindMessages).one;
  const Icon = KIND_ICONS[item.kind];
  const name = displayName(item);
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the box is inside.
    <label className="flex h-8 cursor-pointer items-center gap-2 rounded-md px-2.5 text-sm hover:bg-hover">
      <Checkbox checked={on} onCheckedChange={onChange} aria-label={`${name}, ${kinds[item.kind]}`} />
      <Icon aria-hidden className="ml-0.5 size-3.5 shrink-0 text-subtle" />
      <span title={name} className="min-w-0 truncate">
        {name}
      </span>
      <span className="ml-auto shrink-0 pl-2 text-subtle text-xs">{kinds[item.kind]}</span>
    </label>
  );
}

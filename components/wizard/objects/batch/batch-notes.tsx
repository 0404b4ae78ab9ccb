'use client';

import { useFormat, useMessages } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Spinner } from '#components/ui/spinner.tsx';
import { batchMessages } from './messages.ts';
import type { Judged } from './names.ts';
import type { Batch } from './use-batch.ts';

export interface BatchNotesProps {
  readonly batch: Pick<Batch, 'lists' | 'unread' | 'failed'>;
  readonly judged: Pick<Judged, 'shared' | 'long'>;
  readonly structure: boolean;
  readonly merge: boolean;
  readonly onMerge: (merge: boolean) => void;
  /** Absent: there is no list to show them in. */
  readonly onShow: (() => void) | undefined;
}

/** Named; of more only how many. */
const FEW = 4;

/** What somebody should know before the names are applied. */
export function BatchNotes({ batch, judged, structure, merge, onMerge, onShow }: BatchNotesProps) {
  const m = useMessages(batchMessages);
  const format = useFormat();
  const { lists, unread, failed } = batch;
  const few = (names: readonly string[]) => `${names.slice(0, FEW).join(m.separator)}${names.length > FEW ? '…' : ''}`;
  const show = onShow !== undefined && (
    <Button size="sm" onClick={onShow}>
      {m.show}
    </Button>
  );
  return (
    <>
      {unread > 0 && (
        <p role="status" className="flex items-center gap-2 text-muted text-xs">
          <Spinner className="size-3" />
          {m.reading(unread)}
        </p>
      )}
      {failed.length > 0 && (
        <Callout
          tone="warning"
          action={
            <Button size="sm" onClick={() => void failed.map(({ retry }) => retry())}>
              {m.retry}
            </Button>
          }
        >
          {m.unread(few(failed.map(({ schema }) => schema)))}
        </Callout>
      )}
      {judged.long > 0 && (
        <Callout tone="danger" title={m.tooLong(judged.long, format.count(judged.long))} action={show}>
          {m.tooLongText}
        </Callout>
      )}
      {judged.shared > 0 && (
        <Callout tone="warning" title={m.conflict(judged.shared, format.count(judged.shared))} action={show}>
          {m.conflictText}
          {structure && m.conflictStructure}
          <Checkbox label={m.merge} checked={merge} onCheckedChange={onMerge} className="mt-2 text-foreground" />
        </Callout>
      )}
      {lists.length > 0 && <Callout title={m.lists(few(lists), lists.length)}>{m.listsText(few(lists))}</Callout>}
    </>
  );
}

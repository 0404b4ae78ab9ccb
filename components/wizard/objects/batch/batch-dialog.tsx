'use client';

import { Redo2, Undo2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useFormat, useMessages } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { TabPanel, Tabs } from '#components/ui/tabs.tsx';
import type { SchemaSelection } from '#engine/task/config.ts';
import { useDraft } from '../../draft.tsx';
import { destinationType } from '../../steps.ts';
import { BatchNotes } from './batch-notes.tsx';
import { documentOf, readDocument } from './document.ts';
import { JsonPane } from './json-pane.tsx';
import { batchMessages } from './messages.ts';
import { NamesPane, type Status } from './names-pane.tsx';
import { useBatch } from './use-batch.ts';

export interface BatchDialogProps {
  /** What names are given to. */
  readonly objects: readonly SchemaSelection[];
  readonly onApply: (objects: SchemaSelection[]) => void;
  readonly onClose: () => void;
}

interface Written {
  readonly initial: string;
  readonly source: string;
}

/** As high as the dialog may be: what notes take, the list gives, and the dialog never jumps. */
const PANE = 'flex min-h-[max(26rem,calc(80dvh-15.5rem))] flex-col gap-3';

/** Names of all selected schemas and tables at once, or the selection as a document. */
export function BatchDialog({ objects, onApply, onClose }: BatchDialogProps) {
  const m = useMessages(batchMessages);
  const format = useFormat();
  const { draft, task } = useDraft();
  const limited = destinationType(draft, task) !== 'selectdb';
  const batch = useBatch(objects, { policy: draft.nameCase, limited });
  const { changed } = batch;
  // Tables that were one before were made so on purpose.
  const [merge, setMerge] = useState<boolean | null>(null);
  const [beganShared] = useState(batch.judged.shared > 0);
  const merges = merge ?? beganShared;
  const [status, setStatus] = useState<Status>('all');
  const [written, setWritten] = useState<Written | null>(null);
  const read = useMemo(() => (written === null ? null : readDocument(written.source)), [written]);
  const judged = read?.ok === true ? batch.judgeOther(read.objects) : batch.judged;
  const isRewritten = written !== null && written.source !== written.initial;
  const good = read === null || read.ok;

  /** What was written becomes what is edited; a text that cannot be used stays where it is. */
  const choose = (tab: 'names' | 'json') => {
    if (tab === 'json') {
      const initial = documentOf(batch.result());
      setWritten({ initial, source: initial });
      return;
    }
    if (read?.ok === false) return;
    if (read?.ok === true && isRewritten) batch.setObjects(read.objects);
    setWritten(null);
  };
  const blocked = !good || judged.long > 0 || (judged.shared > 0 && !merges);
  const isChanged = batch.isChanged || isRewritten;
  const apply = () => {
    onApply(read?.ok === true && isRewritten ? read.objects : batch.result());
    onClose();
  };

  const notes = (onShow: (() => void) | undefined) => (
    <BatchNotes
      batch={batch}
      judged={judged}
      structure={draft.types.includes('schema')}
      merge={merges}
      onMerge={setMerge}
      onShow={onShow}
    />
  );

  return (
    <Dialog
      open
      onOpenChange={onClose}
      // What was typed here is nowhere else yet: a press beside the dialog must not lose it.
      locked={isChanged}
      title={m.title}
      description={m.text}
      size="xl"
      footer={
        <>
          <span aria-live="polite" className="numeric mr-auto min-w-0 text-muted text-sm max-sm:basis-full">
            {m.summary(changed.size, format.count(changed.size))}
          </span>
          {written === null && (
            <span className="flex">
              <IconButton label={m.undo} icon={<Undo2 />} disabled={batch.undo === null} onClick={() => batch.undo?.()} />
              <IconButton label={m.redo} icon={<Redo2 />} disabled={batch.redo === null} onClick={() => batch.redo?.()} />
            </span>
          )}
          <Button onClick={onClose}>{m.cancel}</Button>
          <Button variant="primary" disabled={!isChanged || blocked} onClick={apply}>
            {m.apply}
          </Button>
        </>
      }
    >
      <Tabs
        aria-label={m.title}
        value={written === null ? 'names' : 'json'}
        onValueChange={choose}
        tabs={[
          { value: 'names', label: m.names, disabled: !good },
          { value: 'json', label: m.json },
        ]}
      >
        <TabPanel value="names">
          <div className={PANE}>
            <NamesPane
              rows={batch.rows}
              edits={batch.edits}
              policy={draft.nameCase}
              judged={batch.judged}
              changed={changed}
              status={status}
              onStatus={setStatus}
              onType={batch.type}
              onEdits={batch.setEdits}
            />
            {notes(() => setStatus('problems'))}
          </div>
        </TabPanel>
        <TabPanel value="json">
          {written !== null && read !== null && (
            <div className={PANE}>
              <JsonPane initial={written.initial} onValueChange={(source) => setWritten({ ...written, source })} read={read} />
              {notes(undefined)}
            </div>
          )}
        </TabPanel>
      </Tabs>
    </Dialog>
  );
}

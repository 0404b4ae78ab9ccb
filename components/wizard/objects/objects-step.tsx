'use client';

import { useRouter } from 'next/navigation';
import { useMessages } from '#components/locale.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { useDraft } from '../draft.tsx';
import { WizardFooter } from '../footer.tsx';
import { stepPath } from '../steps.ts';
import { ConflictCard } from './conflict-card.tsx';
import { EditedNote } from './edited-note.tsx';
import { objectsMessages } from './messages.ts';
import { NameCaseCard } from './name-case-card.tsx';
import { OperationsCard } from './operations/operations-card.tsx';
import { SelectedList } from './selected-list.tsx';
import { useSelection } from './selection.ts';
import { SourceTree } from './source-tree.tsx';
import { TypesCard } from './types-card.tsx';

export function ObjectsStep() {
  const m = useMessages(objectsMessages);
  const router = useRouter();
  const { task, draft } = useDraft();
  const selection = useSelection();
  const missing = draft.types.length === 0 ? m.chooseType : draft.objects.length === 0 ? m.selectSomething : undefined;
  return (
    <div className="flex flex-col gap-4">
      <div className="grid gap-4 lg:grid-cols-2">
        <TypesCard />
        <ConflictCard />
      </div>
      <NameCaseCard />
      <OperationsCard />
      <div className="grid gap-4 lg:grid-cols-2">
        <SourceTree selection={selection} />
        <SelectedList selection={selection} />
      </div>
      <EditedNote objects={draft.objects} />
      <Replacing selection={selection} />
      <WizardFooter
        step="objects"
        next={{ label: m.next, onPress: () => router.push(stepPath(task.id, 'advanced')), disabled: missing !== undefined }}
        note={missing}
      />
    </div>
  );
}

/** Selecting a schema as a whole drops what was set for its tables: that is asked first. */
function Replacing({ selection }: { readonly selection: ReturnType<typeof useSelection> }) {
  const m = useMessages(objectsMessages).replace;
  const { replaced, answerReplaced } = selection;
  if (replaced === null) return null;
  const few = replaced.tables.slice(0, 5).join(', ');
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && answerReplaced(false)}
      title={m.title(replaced.schema)}
      confirmLabel={m.confirm}
      onConfirm={() => answerReplaced(true)}
    >
      {m.text(replaced.tables.length > 5 ? `${few}, …` : few, replaced.tables.length)}
    </ConfirmDialog>
  );
}

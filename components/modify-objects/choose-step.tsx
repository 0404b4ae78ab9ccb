'use client';

import { SelectedList } from '#components/wizard/objects/selected-list.tsx';
import { useSelection } from '#components/wizard/objects/selection.ts';
import { SourceTree } from '#components/wizard/objects/source-tree.tsx';
import { DifferencePanel, type DifferencePanelProps } from './difference-panel.tsx';

/** The two lists of the wizard, and below them what is changed. */
export function ChooseStep(changes: DifferencePanelProps) {
  const selection = useSelection();
  return (
    <div className="flex flex-col gap-4">
      <div className="grid gap-4 lg:grid-cols-2">
        <SourceTree selection={selection} />
        <SelectedList selection={selection} />
      </div>
      <DifferencePanel {...changes} />
    </div>
  );
}

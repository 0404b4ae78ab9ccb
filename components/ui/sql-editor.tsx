'use client';

import dynamic from 'next/dynamic';
import { cn } from '#components/class-names.ts';
import { useFieldLabelId, useFieldWiring } from './field.tsx';
import type { SqlEditorViewProps } from './sql-editor-view.tsx';

export interface SqlEditorProps extends Omit<SqlEditorViewProps, 'labelledBy' | 'describedBy'> {
  readonly className?: string | undefined;
}

const View = dynamic(() => import('./sql-editor-view.tsx').then((module) => module.SqlEditorView), {
  ssr: false,
  loading: () => null,
});

/** Edits SQL. The heavy part arrives when it is first shown; its place is kept meanwhile. */
export function SqlEditor({ className, ...props }: SqlEditorProps) {
  const wiring = useFieldWiring({});
  const labelId = useFieldLabelId();
  const invalid = props.error !== undefined || wiring['aria-invalid'] === true;
  return (
    <div
      data-invalid={invalid || undefined}
      data-disabled={props.readOnly ? '' : undefined}
      className={cn('control min-w-0 overflow-hidden', props.singleLine ? 'h-8' : 'min-h-24', className)}
    >
      <View {...props} labelledBy={labelId} describedBy={wiring['aria-describedby']} />
    </div>
  );
}

'use client';

import { type FormEvent, useId, useRef, useState } from 'react';
import { useFormat, useMessages } from '#components/locale.tsx';
import { operationMessages } from '#components/task/operations.ts';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { listedTables } from '#engine/plan/select.ts';
import type { Operation } from '#engine/schema/operation.ts';
import { displayName, type TableSummary } from '#engine/schema/table.ts';
import type { SelectDbTable, TableSelection } from '#engine/task/config.ts';
import { useDraft } from '../../draft.tsx';
import { modelOf } from '../../fields/model.ts';
import { destinationType, stepsOf } from '../../steps.ts';
import { useColumns } from '../browse.ts';
import { operationsMessages } from '../operations/messages.ts';
import { OperationsField } from '../operations/operations-field.tsx';
import { useNameProblem } from '../use-name-problem.ts';
import { ColumnsField } from './columns-field.tsx';
import { FilterField } from './filter-field.tsx';
import { tableMessages } from './messages.ts';
import { ParametersField } from './parameters-field.tsx';
import { DialogSection, type Section } from './section.tsx';
import { type ColumnEdit, columnEdits, editedTable, sharedNames, typeFault } from './table-edit.ts';
import { useFilter } from './use-filter.ts';

export interface TableDialogProps {
  readonly schema: string;
  readonly table: TableSelection;
  /** What it was opened for. */
  readonly section: Section;
  /** The schema is selected as a whole: saving turns that into a list of `tables`. */
  readonly whole: boolean;
  readonly tables: readonly TableSummary[];
  readonly onSave: (edited: TableSelection) => void;
  /** How SelectDB makes it; null: as it comes. */
  readonly onSaveModel: (model: SelectDbTable | null) => void;
  readonly onClose: () => void;
}

/** Name, filter, columns and operations of one selected table. */
export function TableDialog({ schema, table, section, whole, tables, onSave, onSaveModel, onClose }: TableDialogProps) {
  const m = useMessages(tableMessages);
  const words = useMessages(operationMessages);
  const choice = useMessages(operationsMessages);
  const format = useFormat();
  const { draft, task } = useDraft();
  const source = { schema, name: table.name };
  const read = useColumns(source);
  const filter = useFilter(source, table.where ?? '');
  const [name, setName] = useState(table.as ?? table.name);
  const [edited, setEdited] = useState<readonly ColumnEdit[] | null>(null);
  const [operations, setOperations] = useState<readonly Operation[] | undefined>(table.operations);
  const [model, setModel] = useState(() => modelOf(draft.objects, { schema, name: table.name }));
  const [isModelSet, setModelSet] = useState(false);
  const [saving, setSaving] = useState(false);
  const form = useId();
  const filterPlace = useRef<HTMLDivElement>(null);
  const typed = destinationType(draft, task) !== 'selectdb';
  const columns = edited ?? (read.data === undefined ? null : columnEdits(read.data, table.columns, typed));
  const problem = useNameProblem(name);
  const faulty = columns !== null && (sharedNames(columns).size > 0 || (typed && columns.some((column) => typeFault(column) !== null)));
  const clash = problem !== undefined || faulty || operations?.length === 0;
  const estimate = tables.find((each) => each.name === table.name)?.estimatedRows ?? -1;
  const estimated = estimate < 0 ? null : estimate;
  const around = draft.objects.find((object) => object.schema === schema)?.operations;

  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (clash || saving) return;
    setSaving(true);
    const good = filter.settled || (await filter.verify());
    setSaving(false);
    if (!good) {
      filterPlace.current?.scrollIntoView({ block: 'nearest' });
      return;
    }
    const next = editedTable(table, {
      as: name,
      where: filter.where,
      columns: edited,
      operations: operations === undefined ? undefined : [...operations],
    });
    // A whole schema stays one when nothing was set.
    if (JSON.stringify(next) !== JSON.stringify(table)) onSave(next);
    if (isModelSet) onSaveModel(model ?? null);
    onClose();
  };

  return (
    <Dialog
      open
      onOpenChange={onClose}
      locked={saving}
      title={m.title(displayName(source))}
      size="lg"
      footer={
        <>
          <Button onClick={onClose} disabled={saving}>
            {m.cancel}
          </Button>
          <Button variant="primary" type="submit" form={form} loading={saving} disabled={clash}>
            {m.saved}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void save(event)} className="flex flex-col gap-5">
        {whole && <Callout title={m.fromWhole}>{m.fromWholeText(schema, format.count(listedTables(tables).length))}</Callout>}
        <Field label={m.name} hint={m.nameHint(table.name)} error={problem}>
          <Input mono value={name} placeholder={table.name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <div ref={filterPlace} className="scroll-mt-2">
          <DialogSection label={m.filter} wanted={section === 'filter'}>
            <FilterField filter={filter} incremental={draft.types.includes('incremental')} rows={estimated} />
          </DialogSection>
        </div>
        <DialogSection label={m.columns} wanted={section === 'columns'}>
          <ColumnsField
            columns={columns}
            typed={typed}
            error={read.isFetching ? null : read.error}
            onRetry={() => void read.refetch()}
            onChange={setEdited}
          />
        </DialogSection>
        {stepsOf(draft, task).includes('fields') && (
          <DialogSection label={m.parameters.title} wanted={section === 'parameters'}>
            <ParametersField
              value={model}
              onChange={(next) => {
                setModel(next);
                setModelSet(true);
              }}
            />
          </DialogSection>
        )}
        {draft.types.includes('incremental') && (
          <DialogSection label={words.title} wanted={section === 'operations'}>
            <OperationsField
              title={words.title}
              value={operations}
              onChange={setOperations}
              inherited={{
                label: around === undefined ? choice.ofTask : choice.ofSchema(schema),
                operations: around ?? draft.operations ?? null,
              }}
            />
          </DialogSection>
        )}
      </form>
    </Dialog>
  );
}

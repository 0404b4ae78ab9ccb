'use client';

import { useMessages, useText } from '#components/locale.tsx';
import { describeOperations, OPERATION_KINDS, operationMessages } from '#components/task/operations.ts';
import { Checkbox } from '#components/ui/checkbox.tsx';
import {
  followsRows,
  heeds,
  OPERATIONS,
  type Operation,
  type OperationKind,
  type Operations,
  operationsOf,
} from '#engine/schema/operation.ts';
import { kindBox, withOperations } from './choice.ts';
import { operationsMessages } from './messages.ts';

export interface OperationsFieldProps {
  /** Undefined: as `inherited` says. */
  readonly value: readonly Operation[] | undefined;
  readonly onChange: (value: readonly Operation[] | undefined) => void;
  /** What is in force without a choice here, and whose choice that is; null: nothing is above. */
  readonly inherited: { readonly label: string; readonly operations: Operations } | null;
  /** Absent: the title of what it stands in says it. */
  readonly title?: string;
}

/** The SQL operations that are carried: all at once, by their kind, or one by one. */
export function OperationsField({ value, onChange, inherited, title }: OperationsFieldProps) {
  const m = useMessages(operationsMessages);
  const words = useMessages(operationMessages);
  const text = useText();
  const own = inherited === null || value !== undefined;
  const inForce = value ?? inherited?.operations ?? null;
  const none = value !== undefined && value.length === 0;
  return (
    <section className="flex flex-col gap-3">
      <div className="flex flex-col gap-0.5">
        {title !== undefined && <h3 className="font-medium text-sm">{title}</h3>}
        <p className="text-muted text-xs">{m.hint}</p>
      </div>
      {inherited !== null && (
        <Checkbox
          checked={value === undefined}
          onCheckedChange={(on) => onChange(on ? undefined : withOperations(inherited.operations, [], true))}
          label={inherited.label}
          description={describeOperations(inherited.operations, words, text)}
        />
      )}
      <div className="divide-y rounded-md border">
        {OPERATION_KINDS.map((kind) => (
          <Group key={kind} kind={kind} value={inForce} disabled={!own} onChange={onChange} />
        ))}
      </div>
      <p
        role={none ? 'alert' : undefined}
        aria-live={none ? undefined : 'polite'}
        className={none ? 'min-h-8 text-danger text-xs' : 'min-h-8 text-muted text-xs'}
      >
        {none ? m.none : own && !followsRows(inForce) ? m.leftAlone : ''}
      </p>
    </section>
  );
}

interface GroupProps {
  readonly kind: OperationKind;
  readonly value: Operations;
  readonly disabled: boolean;
  readonly onChange: (value: readonly Operation[]) => void;
}

function Group({ kind, value, disabled, onChange }: GroupProps) {
  const m = useMessages(operationsMessages);
  const words = useMessages(operationMessages);
  const text = useText();
  const box = kindBox(value, kind);
  const name = words.kinds[kind];
  return (
    <fieldset className="grid gap-x-4 gap-y-2.5 p-3 sm:grid-cols-[4.5rem_minmax(0,1fr)]">
      <legend className="sr-only">{name}</legend>
      <Checkbox
        checked={box === 'mixed' ? 'indeterminate' : box === 'on'}
        disabled={disabled}
        onCheckedChange={(on) => onChange(withOperations(value, operationsOf(kind), on))}
        label={
          <span className="font-medium">
            <span className="sr-only">{m.allOf(name)}</span>
            <span aria-hidden>{name}</span>
          </span>
        }
      />
      <div className="grid grid-cols-2 gap-x-4 gap-y-2.5 max-sm:border-t max-sm:pt-2.5 sm:grid-cols-3">
        {OPERATIONS.filter((each) => each.kind === kind).map((each) => (
          <Checkbox
            key={each.name}
            checked={heeds(value, each.name)}
            disabled={disabled}
            onCheckedChange={(on) => onChange(withOperations(value, [each.name], on))}
            label={text(each.label)}
            {...('help' in each ? { description: text(each.help) } : {})}
          />
        ))}
      </div>
    </fieldset>
  );
}

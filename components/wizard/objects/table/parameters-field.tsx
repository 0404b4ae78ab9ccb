'use client';

import { useMessages, useText } from '#components/locale.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Field } from '#components/ui/field.tsx';
import { NumberInput } from '#components/ui/number-input.tsx';
import { Select } from '#components/ui/select.tsx';
import { type SelectDbTable, selectdbTable } from '#engine/task/config.ts';
import { tableMessages } from './messages.ts';

export interface ParametersFieldProps {
  /** Undefined: all of it is decided from the source's key. */
  readonly value: SelectDbTable | undefined;
  readonly onChange: (value: SelectDbTable | undefined) => void;
}

const NOTHING_SAID: SelectDbTable = { buckets: 'auto' };
const NO_LABEL = { en: '', zh: '' };
const ENGINES = ['source', 'unique', 'duplicate'] as const;

/** How SelectDB makes this one table. Key and distribution are chosen where all tables are seen, with the statement. */
export function ParametersField({ value, onChange }: ParametersFieldProps) {
  const m = useMessages(tableMessages).parameters;
  const text = useText();
  const { engine, buckets } = selectdbTable.shape;
  const labelOf = (field: typeof engine | typeof buckets) => text(field.meta()?.label ?? NO_LABEL);
  const setEngine = (next: (typeof ENGINES)[number]) => {
    const { engine: _, ...rest } = value ?? NOTHING_SAID;
    onChange(next === 'source' ? rest : { ...rest, engine: next });
  };
  const setBuckets = (next: SelectDbTable['buckets']) => onChange({ ...value, buckets: next });
  return (
    <section className="flex flex-col gap-3">
      <h3 className="font-medium text-sm">{m.title}</h3>
      <Checkbox
        checked={value !== undefined}
        onCheckedChange={(on) => onChange(on ? NOTHING_SAID : undefined)}
        label={m.own}
        description={m.ownText}
      />
      {value !== undefined && (
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={labelOf(engine)} hint={m.engineHint}>
            <Select
              value={value.engine ?? 'source'}
              onValueChange={setEngine}
              options={ENGINES.map((each) => ({ value: each, label: m.engines[each] }))}
            />
          </Field>
          <Field label={labelOf(buckets)} hint={m.bucketsHint}>
            <NumberInput
              min={1}
              step={1}
              placeholder={m.auto}
              value={value.buckets === 'auto' ? '' : value.buckets}
              onValueChange={(next) => {
                if (next === undefined) setBuckets('auto');
                else if (Number.isInteger(next) && next >= 1) setBuckets(next);
              }}
            />
          </Field>
        </div>
      )}
    </section>
  );
}

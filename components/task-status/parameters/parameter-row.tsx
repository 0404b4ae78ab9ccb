'use client';

import { cn } from '#components/class-names.ts';
import { useFormat, useMessages, useText } from '#components/locale.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { NumberInput } from '#components/ui/number-input.tsx';
import { Select } from '#components/ui/select.tsx';
import type { Parameter, ParameterValue } from '#engine/task/parameters.ts';
import { parameterMessages } from './messages.ts';
import { isValid } from './values.ts';

export interface ParameterRowProps {
  readonly parameter: Parameter;
  readonly value: ParameterValue;
  readonly changed: boolean;
  /** Null: to be read. */
  readonly onChange: ((value: ParameterValue) => void) | null;
  readonly disabled: boolean;
}

/** One parameter; its value stands where its control does, so that nothing moves when it is opened. */
export function ParameterRow({ parameter, value, changed, onChange, disabled }: ParameterRowProps) {
  const m = useMessages(parameterMessages);
  const text = useText();
  const words = useWords(parameter);
  const label = text(parameter.label);
  return (
    <li
      className={cn(
        'grid items-center gap-x-6 gap-y-1 border-t px-4 py-2 md:min-h-14 md:grid-cols-[minmax(0,1.5fr)_200px_150px_110px_minmax(0,0.9fr)]',
        changed && 'bg-accent-soft/50',
      )}
    >
      <div className="min-w-0">
        <span className="block text-sm">{label}</span>
        {parameter.help !== null && <span className="block text-muted text-xs">{text(parameter.help)}</span>}
      </div>
      <div className="min-h-8 min-w-0">
        {onChange === null ? (
          <span className="numeric block font-medium text-sm leading-8">{words.value(value)}</span>
        ) : (
          <Control parameter={parameter} value={value} label={label} disabled={disabled} onChange={onChange} />
        )}
      </div>
      <Cell label={m.columns.range}>{words.range}</Cell>
      <Cell label={m.columns.standard}>{words.value(parameter.standard)}</Cell>
      <Cell label={m.columns.change} warns={parameter.change === 'restart'}>
        {m[parameter.change]}
      </Cell>
    </li>
  );
}

function Cell({ label, warns = false, children }: { readonly label: string; readonly warns?: boolean; readonly children: string }) {
  return (
    <div className={cn('numeric min-w-0 text-xs', warns ? 'text-warning' : 'text-muted')}>
      <span className="text-subtle md:sr-only">{label}: </span>
      {children}
    </div>
  );
}

type ControlProps = Pick<ParameterRowProps, 'parameter' | 'value' | 'disabled'> & {
  readonly label: string;
  readonly onChange: (value: ParameterValue) => void;
};

function Control({ parameter, value, label, disabled, onChange }: ControlProps) {
  const m = useMessages(parameterMessages);
  const text = useText();
  if (parameter.kind === 'switch') {
    return <Checkbox checked={value === true} disabled={disabled} aria-label={label} onCheckedChange={onChange} className="mt-2" />;
  }
  if (parameter.kind === 'select') {
    const options = parameter.options.map((option) => ({ value: option, label: option === 'unlimited' ? m.unlimited : option }));
    return <Select aria-label={label} value={String(value)} options={options} disabled={disabled} onValueChange={onChange} />;
  }
  const wrong = !isValid(parameter, value);
  const note = `${parameter.path}-note`;
  return (
    <>
      <NumberInput
        aria-label={label}
        defaultValue={typeof value === 'number' && !Number.isNaN(value) ? value : undefined}
        disabled={disabled}
        placeholder={parameter.nullable ? (parameter.path === 'full.streams' ? m.byClass : m.noLimit) : undefined}
        {...(parameter.low === null ? {} : { min: parameter.low })}
        {...(parameter.high === null ? {} : { max: parameter.high })}
        {...(wrong ? { 'aria-invalid': true, 'aria-describedby': note } : {})}
        step={parameter.whole ? 1 : 'any'}
        unit={parameter.unit === null ? undefined : text(parameter.unit)}
        // What is typed and cannot be read is not the same as an empty box.
        onChange={({ target }) => onChange(target.validity.badInput ? Number.NaN : target.value === '' ? null : target.valueAsNumber)}
      />
      {wrong && (
        <span id={note} role="alert" className="mt-1 block text-danger text-xs">
          {m.wrong}
        </span>
      )}
    </>
  );
}

function useWords({ kind, low, high, nullable, unit, path, options }: Parameter) {
  const m = useMessages(parameterMessages);
  const text = useText();
  const format = useFormat();
  const amount = (value: number) => (Number.isInteger(value) ? format.count(value) : String(value));
  const named = (option: string) => (option === 'unlimited' ? m.unlimited : option);
  const empty = path === 'full.streams' ? m.byClass : m.noLimit;
  return {
    value: (value: ParameterValue): string => {
      if (value === null) return kind === 'number' && nullable ? empty : m.none;
      if (typeof value === 'boolean') return value ? m.on : m.off;
      if (typeof value === 'string') return named(value);
      return unit === null ? amount(value) : `${amount(value)} ${text(unit)}`;
    },
    range:
      kind === 'switch'
        ? `${m.on} / ${m.off}`
        : kind === 'select'
          ? options.map(named).join(', ')
          : low === null
            ? '–'
            : high === null
              ? m.atLeast(amount(low))
              : m.from(amount(low), amount(high)),
  };
}

'use client';

import { Segments } from '#components/ui/segments.tsx';

export interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly onValueChange: (value: Value) => void;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
}

/** One of a few words, in a small bar. */
export function Choice<Value extends string>({ label, value, onValueChange, options }: ChoiceProps<Value>) {
  return (
    <Segments
      label={label}
      value={value}
      onValueChange={(next) => {
        const chosen = options.find((option) => option.value === next);
        if (chosen !== undefined) onValueChange(chosen.value);
      }}
      options={options.map((option) => ({ ...option, face: <span className="px-1 text-xs">{option.label}</span> }))}
    />
  );
}

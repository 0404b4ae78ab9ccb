'use client';

import { useMessages } from '#components/locale.tsx';
import { Segments } from '#components/ui/segments.tsx';
import { advancedMessages } from './messages.ts';

export interface ThrottleSwitchProps {
  /** What is switched: *Enable Throttling for Full Data Migration*, say. */
  readonly label: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}

/** No or Yes. */
export function ThrottleSwitch({ label, on, onChange }: ThrottleSwitchProps) {
  const m = useMessages(advancedMessages);
  const option = (value: string, word: string) => ({ value, label: word, face: <span className="px-2 text-xs">{word}</span> });
  return (
    <Segments
      label={label}
      value={on ? 'yes' : 'no'}
      onValueChange={(value) => onChange(value === 'yes')}
      options={[option('no', m.no), option('yes', m.yes)]}
    />
  );
}

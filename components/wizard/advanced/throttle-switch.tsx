'use client';

import { useMessages } from '#components/locale.tsx';
import { Segments } from '#components/ui/segments.tsx';
import { advancedMessages } from './messages.ts';

export interface ThrottleSwitchProps {
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}

/** *Enable Throttling for Full Data Migration*: No or Yes. */
export function ThrottleSwitch({ on, onChange }: ThrottleSwitchProps) {
  const m = useMessages(advancedMessages);
  const option = (value: string, label: string) => ({ value, label, face: <span className="px-2 text-xs">{label}</span> });
  return (
    <Segments
      label={m.throttle}
      value={on ? 'yes' : 'no'}
      onValueChange={(value) => onChange(value === 'yes')}
      options={[option('no', m.no), option('yes', m.yes)]}
    />
  );
}

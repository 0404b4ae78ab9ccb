'use client';

import { useState } from 'react';
import { Input } from '#components/ui/input.tsx';

export interface PortInputProps {
  /** Undefined while what stands in the box is no port. */
  readonly port: number | undefined;
  readonly onChange: (port: number | undefined) => void;
  readonly onBlur: () => void;
}

/** Keeps what was typed, also when it is no port yet. */
export function PortInput({ port, onChange, onBlur }: PortInputProps) {
  const [typed, setTyped] = useState('');
  return (
    <Input
      inputMode="numeric"
      className="numeric"
      maxLength={5}
      value={port === undefined ? typed : String(port)}
      onChange={(event) => {
        const digits = event.target.value.replace(/\D/g, '');
        const value = Number(digits);
        setTyped(digits);
        onChange(value >= 1 && value <= 65535 ? value : undefined);
      }}
      onBlur={onBlur}
    />
  );
}

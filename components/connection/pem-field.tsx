'use client';

import { type ReactNode, useRef, useState } from 'react';
import { useMessages } from '#components/locale.tsx';
import { Field } from '#components/ui/field.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { connectionMessages } from './messages.ts';
import { tlsMessages } from './tls-messages.ts';

export interface PemFieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly value: string;
  /** What stands there while nothing is entered: that the server has one already, say. */
  readonly placeholder?: string | undefined;
  /** What speaks against what was entered. */
  readonly error?: string | undefined;
  readonly onChange: (value: string) => void;
}

const MOST_BYTES = 1 << 20;
const LINK = 'rounded-sm text-accent-text text-xs hover:underline';

/** PEM text, pasted or read from a file. A file that is something else is not taken: it may be anything. */
export function PemField({ label, hint, value, placeholder, error, onChange }: PemFieldProps) {
  const m = useMessages(connectionMessages);
  const words = useMessages(tlsMessages);
  const file = useRef<HTMLInputElement>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const take = async (chosen: File) => {
    if (chosen.size > MOST_BYTES) return setRefused(words.tooLarge(chosen.name));
    const text = await chosen.text();
    if (!text.includes('-----BEGIN ')) return setRefused(words.notTaken(chosen.name));
    setRefused(null);
    onChange(text);
  };
  const action = (
    <span className="flex items-center gap-3">
      <input
        ref={file}
        type="file"
        accept=".pem,.crt,.cer,.key,.txt"
        className="hidden"
        aria-hidden
        tabIndex={-1}
        onChange={(event) => {
          const chosen = event.target.files?.[0];
          event.target.value = '';
          if (chosen !== undefined) void take(chosen);
        }}
      />
      {value !== '' && (
        <button type="button" onClick={() => onChange('')} aria-label={`${words.remove}: ${label}`} className={LINK}>
          {words.remove}
        </button>
      )}
      <button type="button" onClick={() => file.current?.click()} aria-label={`${m.fields.chooseFile}: ${label}`} className={LINK}>
        {m.fields.chooseFile}
      </button>
    </span>
  );
  return (
    <Field label={label} hint={hint} action={action} error={refused ?? error} className="sm:col-span-2">
      <Textarea
        mono
        rows={3}
        value={value}
        placeholder={placeholder ?? m.fields.pem}
        onChange={(event) => {
          setRefused(null);
          onChange(event.target.value);
        }}
      />
    </Field>
  );
}

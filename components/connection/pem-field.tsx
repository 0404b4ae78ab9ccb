'use client';

import { type ReactNode, useRef } from 'react';
import { useMessages } from '#components/locale.tsx';
import { Field } from '#components/ui/field.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { connectionMessages } from './messages.ts';

export interface PemFieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly value: string;
  /** The server has one already. */
  readonly stored?: boolean | undefined;
  readonly onChange: (value: string) => void;
}

/** PEM text, pasted or read from a file. */
export function PemField({ label, hint, value, stored = false, onChange }: PemFieldProps) {
  const m = useMessages(connectionMessages);
  const file = useRef<HTMLInputElement>(null);
  const action = (
    <>
      <input
        ref={file}
        type="file"
        accept=".pem,.crt,.cer,.key,.txt"
        className="hidden"
        aria-hidden
        tabIndex={-1}
        onChange={async (event) => {
          const chosen = event.target.files?.[0];
          if (chosen !== undefined) onChange(await chosen.text());
          event.target.value = '';
        }}
      />
      <button
        type="button"
        onClick={() => file.current?.click()}
        aria-label={`${m.fields.chooseFile}: ${label}`}
        className="rounded-sm text-accent-text text-xs hover:underline"
      >
        {m.fields.chooseFile}
      </button>
    </>
  );
  return (
    <Field label={label} hint={hint} action={action} className="sm:col-span-2">
      <Textarea
        mono
        rows={3}
        value={value}
        placeholder={stored ? m.fields.keyStored : m.fields.pem}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}

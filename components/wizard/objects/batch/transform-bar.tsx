'use client';

import { type FormEvent, useId, useMemo, useState } from 'react';
import { cn } from '#components/class-names.ts';
import { useFormat, useMessages } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { batchMessages } from './messages.ts';
import type { NameEdits, NameRow } from './names.ts';
import { transformed } from './state.ts';
import { compile, type Transform } from './transform.ts';

export interface TransformBarProps {
  /** The lines it acts on. */
  readonly rows: readonly NameRow[];
  readonly edits: NameEdits;
  readonly nameOf: (row: NameRow, edits: NameEdits) => string;
  readonly onApply: (edits: NameEdits) => void;
}

const KINDS = ['affix', 'replace', 'lower', 'upper', 'source'] as const satisfies readonly Transform['kind'][];
/** Shown of what would become of the names. */
const EXAMPLES = 3;

/** One change to many names: what it would do is told while it is typed. */
export function TransformBar({ rows, edits, nameOf, onApply }: TransformBarProps) {
  const m = useMessages(batchMessages).change;
  const format = useFormat();
  const [kind, setKind] = useState<Transform['kind']>('affix');
  const [affix, setAffix] = useState({ prefix: '', suffix: '' });
  const [replace, setReplace] = useState({ find: '', with: '', pattern: false, ignoreCase: false });
  const transform = useMemo((): Transform => {
    if (kind === 'affix') return { kind, ...affix };
    return kind === 'replace' ? { kind, ...replace } : { kind };
  }, [kind, affix, replace]);
  const result = useMemo(
    () => transformed(edits, { rows, nameOf: (row) => nameOf(row, edits) }, transform),
    [edits, rows, nameOf, transform],
  );
  const compiled = transform.kind === 'source' ? null : compile(transform);
  const count = result?.changed.length ?? 0;
  const note = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // A form in a portal still bubbles to the form around it.
    event.stopPropagation();
    if (result === null || count === 0) return;
    onApply(result.edits);
    // A prefix is added again with every press: nobody wants that by mistake.
    setAffix({ prefix: '', suffix: '' });
  };
  const text = (label: string, value: string, onChange: (value: string) => void, described = false) => (
    <Input
      mono
      aria-label={label}
      placeholder={label}
      value={value}
      {...(described ? { 'aria-describedby': note, 'aria-invalid': result === null || undefined } : {})}
      onChange={(event) => onChange(event.target.value)}
      className="flex-1 basis-36"
    />
  );
  return (
    <form onSubmit={submit} aria-label={m.title} className="flex shrink-0 flex-col gap-2 rounded-lg border bg-surface-2/50 p-3">
      <div className="flex flex-wrap items-center gap-2">
        <Select
          aria-label={m.kind}
          value={kind}
          onValueChange={setKind}
          options={KINDS.map((value) => ({ value, label: m.kinds[value] }))}
          className="w-48"
        />
        {kind === 'affix' && (
          <>
            {text(m.prefix, affix.prefix, (prefix) => setAffix({ ...affix, prefix }))}
            {text(m.suffix, affix.suffix, (suffix) => setAffix({ ...affix, suffix }))}
          </>
        )}
        {kind === 'replace' && (
          <>
            {text(m.find, replace.find, (find) => setReplace({ ...replace, find }), true)}
            {text(replace.pattern ? m.withPattern : m.with, replace.with, (to) => setReplace({ ...replace, with: to }))}
          </>
        )}
        <Button type="submit" disabled={count === 0} className="ml-auto">
          {m.apply}
        </Button>
      </div>
      {kind === 'replace' && (
        <div className="flex flex-wrap gap-x-5 gap-y-1">
          <Checkbox label={m.pattern} checked={replace.pattern} onCheckedChange={(pattern) => setReplace({ ...replace, pattern })} />
          <Checkbox
            label={m.ignoreCase}
            checked={replace.ignoreCase}
            onCheckedChange={(ignoreCase) => setReplace({ ...replace, ignoreCase })}
          />
        </div>
      )}
      <p
        id={note}
        aria-live="polite"
        className={compiled?.ok === false ? 'text-danger text-xs' : cn('text-muted text-xs', !isIdle(transform) && 'truncate')}
      >
        {compiled?.ok === false
          ? m.notPattern(compiled.reason)
          : isIdle(transform)
            ? m.only
            : m.preview(count, format.count(count), format.count(rows.length))}
        {result !== null && !isIdle(transform) && (
          <span className="font-mono">
            {result.changed
              .slice(0, EXAMPLES)
              .map((row) => `${nameOf(row, edits)} → ${nameOf(row, result.edits)}`)
              .join(', ')}
            {count > EXAMPLES && ` ${m.more}`}
          </span>
        )}
      </p>
    </form>
  );
}

/** Nothing was typed yet. */
function isIdle(transform: Transform): boolean {
  if (transform.kind === 'affix') return transform.prefix === '' && transform.suffix === '';
  return transform.kind === 'replace' && transform.find === '';
}

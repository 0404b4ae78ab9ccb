'use client';

import dynamic from 'next/dynamic';
import { useId, useMemo, useRef } from 'react';
import { useFormat, useMessages, useText } from '#components/locale.tsx';
import type { ReadDocument } from './document.ts';
import type { Place } from './json-place.ts';
import { batchMessages } from './messages.ts';

const View = dynamic(() => import('./json-editor-view.tsx').then((module) => module.JsonEditorView), { ssr: false, loading: () => null });

export interface JsonPaneProps {
  readonly initial: string;
  readonly onValueChange: (source: string) => void;
  /** What was read of the text as it is now. */
  readonly read: ReadDocument;
}

const NONE: readonly Place[] = [];
const LISTED = 50;

/** The selection as a document; what cannot be used is listed with a way to its place. */
export function JsonPane({ initial, onValueChange, read }: JsonPaneProps) {
  const m = useMessages(batchMessages);
  const text = useText();
  const format = useFormat();
  const goTo = useRef<((place: Place) => void) | null>(null);
  const status = useId();
  const places = useMemo(() => (read.ok ? NONE : read.issues.map(({ place }) => place)), [read]);
  const issues = read.ok ? [] : read.issues;
  return (
    <>
      <p className="text-muted text-xs">{m.jsonText}</p>
      <div data-invalid={read.ok ? undefined : true} className="control relative min-h-48 min-w-0 flex-1 overflow-hidden">
        <div className="absolute inset-0">
          <View initial={initial} onValueChange={onValueChange} label={m.jsonLabel} describedBy={status} places={places} goTo={goTo} />
        </div>
      </div>
      <div id={status} aria-live="polite" className="min-h-5">
        {read.ok ? (
          <p className="text-success text-xs">
            {m.jsonGood(
              format.count(read.objects.length),
              format.count(read.objects.reduce((sum, { tables }) => sum + (tables?.length ?? 0), 0)),
            )}
          </p>
        ) : (
          <>
            <p className="font-medium text-danger text-xs">{issues.length < LISTED ? m.jsonBad(issues.length) : m.jsonMany(LISTED)}</p>
            <ul className="scroll-quiet mt-1 max-h-20 overflow-y-auto">
              {issues.map(({ path, line, column, place, message }) => (
                <li key={`${path} ${message.en}`}>
                  <button
                    type="button"
                    aria-label={`${m.goTo(path === '' ? m.whole : path)}: ${text(message)}`}
                    onClick={() => goTo.current?.(place)}
                    className="flex w-full flex-wrap gap-x-2 rounded-sm px-1 py-0.5 text-left text-xs hover:bg-hover"
                  >
                    <span className="numeric text-subtle">{m.at(line, column)}</span>
                    {path !== '' && <span className="font-mono">{path}</span>}
                    <span className="text-danger">{text(message)}</span>
                  </button>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </>
  );
}

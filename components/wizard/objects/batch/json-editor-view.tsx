'use client';

import { HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { type RefObject, useEffect, useRef } from 'react';
import { contentAttributes, editing, showMarks } from '#components/ui/editor-parts.ts';
import type { Place } from './json-place.ts';

export interface JsonEditorViewProps {
  readonly initial: string;
  readonly onValueChange: (value: string) => void;
  readonly label: string;
  readonly describedBy: string;
  /** Underlined in red. */
  readonly places: readonly Place[];
  /** Brings a place into view and puts the cursor there. */
  readonly goTo: RefObject<((place: Place) => void) | null>;
}

const look = EditorView.theme({
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--subtle)', border: 'none' },
});

/** Enough to tell keys from values. */
const json = StreamLanguage.define<null>({
  startState: () => null,
  token: (stream) => {
    if (stream.eatSpace()) return null;
    if (stream.match(/^"(?:[^"\\]|\\.)*"?(?=\s*:)/)) return 'propertyName';
    if (stream.match(/^"(?:[^"\\]|\\.)*"?/)) return 'string';
    if (stream.match(/^-?\d[\d.eE+-]*/)) return 'number';
    if (stream.match(/^(?:true|false|null)\b/)) return 'keyword';
    stream.next();
    return null;
  },
});

const colors = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--syntax-keyword)' },
  { tag: tags.string, color: 'var(--syntax-string)' },
  { tag: [tags.number, tags.keyword], color: 'var(--syntax-number)' },
]);

/** Edits JSON; documents of some megabytes stay quick, for only what is in view exists. */
export function JsonEditorView(props: JsonEditorViewProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | undefined>(undefined);
  const attributes = useRef(new Compartment());
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    if (host.current === null) return;
    const start = latest.current;
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: start.initial,
        extensions: [
          lineNumbers(),
          editing,
          json,
          syntaxHighlighting(colors),
          look,
          attributes.current.of(attributesOf(start)),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onValueChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    start.goTo.current = ({ from, to }) => {
      const length = editor.state.doc.length;
      editor.dispatch({ selection: { anchor: Math.min(from, length), head: Math.min(to, length) }, scrollIntoView: true });
      editor.focus();
    };
    return () => {
      start.goTo.current = null;
      view.current = undefined;
      editor.destroy();
    };
  }, []);

  useEffect(() => {
    view.current?.dispatch({ effects: showMarks.of(props.places) });
  }, [props.places]);

  const invalid = props.places.length > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the attributes are read through `latest`.
  useEffect(() => {
    view.current?.dispatch({ effects: attributes.current.reconfigure(attributesOf(latest.current)) });
  }, [props.label, props.describedBy, invalid]);

  return <div ref={host} className="h-full min-h-0" />;
}

function attributesOf({ label, describedBy, places }: JsonEditorViewProps) {
  return contentAttributes({ 'aria-label': label, 'aria-describedby': describedBy }, places.length > 0);
}

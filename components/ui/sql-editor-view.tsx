'use client';

import { PostgreSQL, sql } from '@codemirror/lang-sql';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap, placeholder as placeholderText } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useRef } from 'react';
import { contentAttributes, type EditorMark, editing, showMarks } from './editor-parts.ts';

export interface SqlError {
  /** Where in the text, counted from 0. */
  readonly offset: number;
  readonly length?: number | undefined;
  readonly message?: string | undefined;
}

export interface SqlEditorViewProps {
  readonly value: string;
  readonly onValueChange: (value: string) => void;
  readonly onBlur?: (() => void) | undefined;
  readonly singleLine?: boolean | undefined;
  readonly readOnly?: boolean | undefined;
  readonly placeholder?: string | undefined;
  /** Underlines this place in red. */
  readonly error?: SqlError | undefined;
  readonly autoFocus?: boolean | undefined;
  readonly 'aria-label'?: string | undefined;
  readonly labelledBy?: string | undefined;
  readonly describedBy?: string | undefined;
}

const look = EditorView.theme({
  '.cm-scroller': { maxHeight: '420px' },
  '.cm-content': { minHeight: 'inherit' },
  '.cm-line': { padding: '0 10px' },
  '.cm-placeholder': { color: 'var(--subtle)' },
});

const oneLine = EditorView.theme({
  '.cm-content': { padding: '5px 0' },
  '.cm-scroller': { overflow: 'auto hidden', scrollbarWidth: 'none' },
});

const colors = HighlightStyle.define([
  { tag: [tags.keyword, tags.bool, tags.null], color: 'var(--syntax-keyword)' },
  { tag: [tags.typeName, tags.standard(tags.name)], color: 'var(--syntax-type)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--syntax-string)' },
  { tag: tags.number, color: 'var(--syntax-number)' },
  { tag: tags.comment, color: 'var(--syntax-comment)', fontStyle: 'italic' },
]);

function marksOf(error: SqlError | undefined): readonly EditorMark[] {
  if (error === undefined) return [];
  const { offset, length = 1, message } = error;
  return [{ from: offset, to: Math.max(0, offset) + Math.max(1, length), title: message }];
}

/** Enter belongs to the form around a single line, and what is pasted there loses its line ends. */
const singleLineRules: Extension = [
  oneLine,
  keymap.of([{ key: 'Enter', run: () => true }]),
  EditorState.transactionFilter.of((transaction) => {
    if (!transaction.docChanged || transaction.newDoc.lines === 1) return transaction;
    const flat = transaction.newDoc.toString().replace(/\s*\n\s*/g, ' ');
    return { changes: { from: 0, to: transaction.startState.doc.length, insert: flat }, selection: { anchor: flat.length } };
  }),
];

function attributesOf(props: SqlEditorViewProps): Extension {
  const names = {
    'aria-label': props['aria-label'],
    'aria-labelledby': props['aria-label'] === undefined ? props.labelledBy : undefined,
    'aria-describedby': props.describedBy,
  };
  return [
    contentAttributes(names, props.error !== undefined),
    EditorState.readOnly.of(props.readOnly ?? false),
    EditorView.editable.of(!props.readOnly),
    props.placeholder === undefined ? [] : placeholderText(props.placeholder),
  ];
}

export function SqlEditorView(props: SqlEditorViewProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | undefined>(undefined);
  const attributes = useRef(new Compartment());
  const latest = useRef(props);
  latest.current = props;
  const { value, error, singleLine = false } = props;

  useEffect(() => {
    if (host.current === null) return;
    const start = latest.current;
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: start.value,
        extensions: [
          singleLine ? singleLineRules : EditorView.lineWrapping,
          editing,
          sql({ dialect: PostgreSQL }),
          syntaxHighlighting(colors),
          look,
          attributes.current.of(attributesOf(start)),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onValueChange(update.state.doc.toString());
            if (update.focusChanged && !update.view.hasFocus) latest.current.onBlur?.();
          }),
        ],
      }),
    });
    view.current = editor;
    editor.dispatch({ effects: showMarks.of(marksOf(start.error)) });
    if (start.autoFocus) editor.focus();
    return () => {
      view.current = undefined;
      editor.destroy();
    };
  }, [singleLine]);

  useEffect(() => {
    const editor = view.current;
    if (editor === undefined || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    view.current?.dispatch({ effects: showMarks.of(marksOf(error)) });
  }, [error]);

  // Cheap, and the props they come from change seldom.
  const wiring = JSON.stringify([
    props['aria-label'],
    props.labelledBy,
    props.describedBy,
    props.readOnly,
    props.placeholder,
    error !== undefined,
  ]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `wiring` stands for the props read through `latest`.
  useEffect(() => {
    view.current?.dispatch({ effects: attributes.current.reconfigure(attributesOf(latest.current)) });
  }, [wiring]);

  return <div ref={host} className="h-full min-h-[inherit]" />;
}

'use client';

import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { PostgreSQL, sql } from '@codemirror/lang-sql';
import { bracketMatching, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { Compartment, EditorState, type Extension, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, keymap, placeholder as placeholderText } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useRef } from 'react';

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
  '&': { backgroundColor: 'transparent', color: 'var(--foreground)', fontSize: '12px', height: '100%' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '20px', maxHeight: '420px', scrollbarWidth: 'thin' },
  '.cm-content': { caretColor: 'var(--foreground)', padding: '6px 0', minHeight: 'inherit' },
  '.cm-line': { padding: '0 10px' },
  '.cm-placeholder': { color: 'var(--subtle)' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--accent-soft)', outline: '1px solid var(--accent)' },
  '.cm-sql-error': {
    textDecoration: 'underline wavy var(--danger) 1px',
    textUnderlineOffset: '4px',
    backgroundColor: 'var(--danger-soft)',
  },
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

const showError = StateEffect.define<SqlError | undefined>();

function underline(error: SqlError | undefined, textLength: number): DecorationSet {
  if (error === undefined || textLength === 0) return Decoration.none;
  const from = Math.min(Math.max(0, error.offset), textLength - 1);
  const to = Math.min(textLength, from + Math.max(1, error.length ?? 1));
  const title = error.message === undefined ? {} : { attributes: { title: error.message } };
  return Decoration.set([Decoration.mark({ class: 'cm-sql-error', ...title }).range(from, to)]);
}

const errorField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (marks, transaction) => {
    for (const effect of transaction.effects) if (effect.is(showError)) return underline(effect.value, transaction.newDoc.length);
    return marks.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

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
  const named: Record<string, string> = { spellcheck: 'false', autocapitalize: 'off' };
  if (props['aria-label'] !== undefined) named['aria-label'] = props['aria-label'];
  else if (props.labelledBy !== undefined) named['aria-labelledby'] = props.labelledBy;
  if (props.describedBy !== undefined) named['aria-describedby'] = props.describedBy;
  if (props.error !== undefined) named['aria-invalid'] = 'true';
  return [
    EditorView.contentAttributes.of(named),
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
          history(),
          keymap.of([...defaultKeymap, ...historyKeymap]),
          bracketMatching(),
          sql({ dialect: PostgreSQL }),
          syntaxHighlighting(colors),
          look,
          errorField,
          attributes.current.of(attributesOf(start)),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onValueChange(update.state.doc.toString());
            if (update.focusChanged && !update.view.hasFocus) latest.current.onBlur?.();
          }),
        ],
      }),
    });
    view.current = editor;
    editor.dispatch({ effects: showError.of(start.error) });
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
    view.current?.dispatch({ effects: showError.of(error) });
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

import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { type Extension, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, keymap } from '@codemirror/view';

/** A place of the text that is wrong; what is beyond its end is brought back into it. */
export interface EditorMark {
  readonly from: number;
  readonly to: number;
  /** Shown where the pointer rests on it. */
  readonly title?: string | undefined;
}

const look = EditorView.theme({
  '&': { backgroundColor: 'transparent', color: 'var(--foreground)', fontSize: '12px', height: '100%' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '20px', scrollbarWidth: 'thin' },
  '.cm-content': { caretColor: 'var(--foreground)', padding: '6px 0' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--accent-soft)', outline: '1px solid var(--accent)' },
  '.cm-wrong': {
    textDecoration: 'underline wavy var(--danger) 1px',
    textUnderlineOffset: '4px',
    backgroundColor: 'var(--danger-soft)',
  },
});

/** Underlines these places in red, and no others. */
export const showMarks = StateEffect.define<readonly EditorMark[]>();

function underlined(marks: readonly EditorMark[], length: number): DecorationSet {
  const ranges = marks
    .map(({ from, to, title }) => ({ from: Math.max(0, Math.min(from, length - 1)), to: Math.min(to, length), title }))
    .filter(({ from, to }) => from < to)
    .map(({ from, to, title }) =>
      Decoration.mark({ class: 'cm-wrong', ...(title === undefined ? {} : { attributes: { title } }) }).range(from, to),
    );
  return Decoration.set(ranges, true);
}

const marked = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (marks, transaction) => {
    for (const effect of transaction.effects) if (effect.is(showMarks)) return underlined(effect.value, transaction.newDoc.length);
    return marks.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** What every editor has, whatever is written in it. */
export const editing: Extension = [history(), keymap.of([...defaultKeymap, ...historyKeymap]), bracketMatching(), look, marked];

/** Attributes of the text of an editor, by which assistive technology knows it. */
export function contentAttributes(names: Readonly<Record<string, string | undefined>>, wrong: boolean): Extension {
  const given = Object.entries(names).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return EditorView.contentAttributes.of({
    spellcheck: 'false',
    autocapitalize: 'off',
    ...Object.fromEntries(given),
    ...(wrong ? { 'aria-invalid': 'true' } : {}),
  });
}

import { cn } from '#components/class-names.ts';
import { CopyButton } from './copy-button.tsx';
import { type SqlTokenKind, sqlTokens } from './sql-tokens.ts';

export interface CodeBlockProps {
  readonly code: string;
  readonly language?: 'sql' | 'text' | undefined;
  /** Long lines wrap unless this is false. */
  readonly wrap?: boolean | undefined;
  readonly copy?: boolean | undefined;
  /** Without its own frame, inside a card or a table. */
  readonly bare?: boolean | undefined;
  /** Give a max height here to make it scroll. */
  readonly className?: string | undefined;
}

const COLOR: Readonly<Record<SqlTokenKind, string | undefined>> = {
  keyword: 'text-(--syntax-keyword)',
  type: 'text-(--syntax-type)',
  string: 'text-(--syntax-string)',
  number: 'text-(--syntax-number)',
  comment: 'text-(--syntax-comment) italic',
  plain: undefined,
};

/** Code to read and copy. */
export function CodeBlock({ code, language = 'sql', wrap = true, copy = true, bare = false, className }: CodeBlockProps) {
  return (
    <div className={cn('group/code relative min-w-0', !bare && 'overflow-hidden rounded-md border bg-surface-2')}>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard.
        tabIndex={0}
        className={cn(
          'scroll-quiet overflow-auto px-3 py-2.5 font-mono text-foreground text-xs leading-5 focus-visible:-outline-offset-2',
          wrap && 'whitespace-pre-wrap [overflow-wrap:anywhere]',
          copy && 'pr-11',
          className,
        )}
      >
        <code>
          {language === 'sql'
            ? sqlTokens(code).map((token, position) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: tokens have no identity besides their place.
                <span key={position} className={COLOR[token.kind]}>
                  {token.text}
                </span>
              ))
            : code}
        </code>
      </pre>
      {copy && <CopyButton value={code} className="absolute top-1.5 right-1.5 bg-surface-2" />}
    </div>
  );
}

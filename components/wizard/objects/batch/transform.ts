/** What is done to many names at once. Names are those at the destination, as they are at that moment. */
export type Transform =
  | { readonly kind: 'affix'; readonly prefix: string; readonly suffix: string }
  | { readonly kind: 'replace'; readonly find: string; readonly with: string; readonly pattern: boolean; readonly ignoreCase: boolean }
  | { readonly kind: 'upper' | 'lower' }
  /** Back to the name at the source. */
  | { readonly kind: 'source' };

export type Compiled =
  | { readonly ok: true; readonly apply: (name: string) => string }
  /** A pattern that is none; `reason` is the browser's own sentence. */
  | { readonly ok: false; readonly reason: string };

/** The transform as a function, or why it is none. What would leave nothing of a name leaves the name. */
export function compile(transform: Exclude<Transform, { kind: 'source' }>): Compiled {
  switch (transform.kind) {
    case 'affix':
      return { ok: true, apply: (name) => `${transform.prefix}${name}${transform.suffix}` };
    // ASCII letters only, as PostgreSQL folds and as the policy of capitalization does.
    case 'upper':
      return { ok: true, apply: (name) => name.replace(/[a-z]+/g, (letters) => letters.toUpperCase()) };
    case 'lower':
      return { ok: true, apply: (name) => name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) };
    case 'replace':
      return replacing(transform);
  }
}

function replacing({ find, with: to, pattern, ignoreCase }: Extract<Transform, { kind: 'replace' }>): Compiled {
  if (find === '') return { ok: true, apply: (name) => name };
  const flags = ignoreCase ? 'giu' : 'gu';
  try {
    // As letters, `$1` in the replacement means itself.
    const searched = pattern ? new RegExp(find, flags) : new RegExp(escaped(find), flags);
    const apply = (name: string) => (pattern ? name.replace(searched, to) : name.replace(searched, () => to));
    return { ok: true, apply: (name) => apply(name) || name };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

function escaped(letters: string): string {
  return letters.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

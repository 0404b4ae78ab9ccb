/** One row of a body, before it is cast: by position (CSV), by name (JSON), or unreadable. */
export type Record =
  | { readonly source: string; readonly fields: readonly (string | null)[] }
  | { readonly source: string; readonly named: ReadonlyMap<string, string | null> }
  | { readonly source: string; readonly problem: string };

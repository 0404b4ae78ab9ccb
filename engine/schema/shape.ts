export interface ShapeColumn {
  /** Its number in the table: it stays when the name changes, and is never given again. */
  readonly number: number;
  readonly name: string;
  readonly type: string;
  /** Of the catalog's row about it: another one once anything about the column was changed. */
  readonly row: string;
}

/** What is known of a table's columns at a place of the log that tells of rows only: what became of them since is told by comparison. */
export interface TableShape {
  /** The table's own number. */
  readonly relation: string;
  /** In their order, without those that are computed. */
  readonly columns: readonly ShapeColumn[];
  /** The highest number that any column has had. */
  readonly last: number;
  /** Of the file that holds the rows: another one once all of them were written anew. */
  readonly file: string;
}

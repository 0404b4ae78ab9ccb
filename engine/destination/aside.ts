import type { TableChange } from '../schema/row.ts';

/** Changes that were set aside one after the other, as many as are read at once. */
export interface AsidePiece {
  /** Of the last of them: it grows from each to the next. */
  readonly number: number;
  readonly changes: readonly TableChange[];
}

/**
 * Keeps changes of tables that wait for a person while others go on, by the refused command they wait for. All of it is a part of the
 * transaction that the next `apply` goes on with, or opens it; what is kept goes once the command is dealt with (`carry`).
 */
export interface Aside {
  /**
   * `behind`: how many commands of these tables were before them.
   * @throws EngineError `apply.row-too-large`
   */
  keep(refused: string, behind: number, changes: readonly TableChange[]): Promise<void>;
  /** The next of those behind so many commands, after the one with this number; null: there is none. */
  next(refused: string, behind: number, after: number | null): Promise<AsidePiece | null>;
  /** Those behind at most so many commands are applied. */
  forget(refused: string, behind: number): Promise<void>;
}

/** Where it is absent, tables whose rows stay cannot wait alone. */
export interface SettingAside {
  readonly aside?: Aside;
}

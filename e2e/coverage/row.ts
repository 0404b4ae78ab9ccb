/** A test that shows a row: its file from the root of the project, and its title as the file has it. */
interface Proof {
  readonly file: string;
  readonly title: string;
}

/**
 * One thing that people who know DTS, or comparable products, look for. It is shown by tests, or it is deliberately not here and `left`
 * says why. `answer` says where the need is met in another way than by the field of that name.
 */
interface Row {
  readonly id: string;
  readonly name: string;
  readonly proofs: readonly Proof[];
  readonly answer?: string;
  readonly left?: string;
  /** Of a precheck row: our items that answer it. */
  readonly codes?: readonly string[];
}

export interface Section {
  /** Stands before the ids of its rows, which are unique in all sections together. */
  readonly id: string;
  readonly title: string;
  readonly rows: readonly Row[];
}

/** The tests of one file, to be named by their titles. */
export const testsOf =
  (file: string) =>
  (title: string): Proof => ({ file, title });

export const shown = (id: string, name: string, ...proofs: readonly Proof[]): Row => ({ id, name, proofs });

export const answered = (id: string, name: string, answer: string, ...proofs: readonly Proof[]): Row => ({ id, name, proofs, answer });

export const left = (id: string, name: string, reason: string): Row => ({ id, name, proofs: [], left: reason });

/** Precheck items of ours that answer one of theirs; each is named in a test that shows it failing and passing. */
export const items = (id: string, name: string, codes: readonly string[], ...proofs: readonly Proof[]): Row => ({
  id,
  name,
  codes,
  proofs,
});

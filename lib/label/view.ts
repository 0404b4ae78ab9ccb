import type { TagColour } from './colour.ts';

/** What tasks without another group belong to. */
export const DEFAULT_GROUP = 'default';

interface Labelled {
  readonly id: string;
  readonly name: string;
  /** Always there: cannot be renamed or deleted, and is called in the reader's language. */
  readonly builtIn: boolean;
  /** How many tasks have it. */
  readonly tasks: number;
}

export interface GroupView extends Labelled {
  readonly createdAt: string;
}

export interface TagView extends Labelled {
  readonly colour: TagColour;
  readonly createdAt: string;
}

export interface Labels {
  readonly groups: readonly GroupView[];
  readonly tags: readonly TagView[];
}

import type { GroupView, TagView } from '#lib/label/view.ts';

export type LabelKind = 'group' | 'tag';
export type Label = GroupView | TagView;

/** Where each kind is found under our API. */
export const LABEL_PATH: Readonly<Record<LabelKind, string>> = { group: '/groups', tag: '/tags' };

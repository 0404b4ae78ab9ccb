/** What a tag may look like; names, not values: each theme has its own. */
export const TAG_COLOURS = ['grey', 'red', 'amber', 'green', 'teal', 'blue', 'violet'] as const;
export type TagColour = (typeof TAG_COLOURS)[number];

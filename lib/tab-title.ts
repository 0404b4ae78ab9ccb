/** Name of the meta tag by which a page carries its title in every language. */
export const TITLES = 'opendts-titles';

/** What the browser's tab says of a page that is called `title`. */
export function inTab(title: string): string {
  return `${title} · OpenDTS`;
}

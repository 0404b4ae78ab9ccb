/** On a narrow screen a bar of tabs is longer than its place: the chosen one is brought into sight, and the page does not move. */
export function showInBar(bar: HTMLElement | null, tab: HTMLElement | null | undefined): void {
  if (bar === null || !tab || bar.scrollWidth <= bar.clientWidth) return;
  bar.scrollLeft = tab.offsetLeft - bar.offsetLeft - (bar.clientWidth - tab.offsetWidth) / 2;
}

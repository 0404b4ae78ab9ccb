/** Asks before the page is left; `go` is what was asked for. */
type Guard = (go: () => void) => void;

let guard: Guard | null = null;

/** Has `ask` decide whether the page may be left. Returns what takes it back. */
export function guardLeaving(ask: Guard): () => void {
  guard = ask;
  return () => {
    if (guard === ask) guard = null;
  };
}

/** Goes to another page, unless something here would be lost by it: then a person is asked first. */
export function leaveFor(go: () => void): void {
  if (guard === null) go();
  else guard(go);
}

/**
 * Hands links to other pages that are pressed to `ask`, instead of following them; those of which `isWithin` says that they leave
 * nothing go their way. Returns what ends it.
 */
export function interceptLinks(isWithin: (path: string) => boolean, ask: (to: string) => void): () => void {
  const press = (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null;
    if (link === null || link.target === '_blank' || link.hasAttribute('download') || link.origin !== window.location.origin) return;
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || isWithin(link.pathname)) return;
    event.preventDefault();
    event.stopPropagation();
    ask(`${link.pathname}${link.search}${link.hash}`);
  };
  // Before React's own listeners, which are at the document.
  window.addEventListener('click', press, true);
  return () => window.removeEventListener('click', press, true);
}

import type { ConnectionView } from '#lib/connection/connections.ts';

/** How a connection is registered, as a form holds it. */
export interface AboutConnection {
  readonly instanceId: string;
  readonly region: string;
  /** As typed, separated by commas. */
  readonly tags: string;
}

export function aboutOf(connection: ConnectionView | null): AboutConnection {
  return {
    instanceId: connection?.instanceId ?? '',
    region: connection?.region ?? '',
    tags: (connection?.tags ?? []).join(', '),
  };
}

export function isInstanceId(text: string): boolean {
  return text === '' || /^[A-Za-z0-9][A-Za-z0-9._:-]{0,62}$/.test(text);
}

/** Both kinds of comma, for people who type Chinese; each tag once. */
export function tagsOf(typed: string): readonly string[] {
  const tags = typed.split(/[,，、]/).map((tag) => tag.trim().slice(0, 40));
  return [...new Set(tags.filter(Boolean))].slice(0, 20);
}

const FORM = /^[0-9a-f]{16}$/i;

/** The engine's position, 16 hex digits, as PostgreSQL writes it: `16/B374D848`. */
export function formatPosition(position: string): string {
  if (!FORM.test(position)) return position;
  const part = (digits: string): string => Number.parseInt(digits, 16).toString(16).toUpperCase();
  return `${part(position.slice(0, 8))}/${part(position.slice(8))}`;
}

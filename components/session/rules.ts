/** What the forms of the entrance ask before they send anything; the server asks again. */
export const NAME = { validate: (name: string) => name.trim() !== '' };
export const EMAIL = { required: true, pattern: /^\s*[^\s@]+@[^\s@]+\.[^\s@]+\s*$/ };
export const GIVEN = { required: true };
/** As lib/session/auth.ts says. */
export const NEW_PASSWORD = { required: true, minLength: 8 };

import { MIN_PASSWORD } from '#lib/session/password-length.ts';

/** What the forms of the entrance ask before they send anything; the server asks again. */
export const NAME = { validate: (name: string) => name.trim() !== '' };
export const EMAIL = { required: true, pattern: /^\s*[^\s@]+@[^\s@]+\.[^\s@]+\s*$/ };
export const GIVEN = { required: true };
export const NEW_PASSWORD = { required: true, minLength: MIN_PASSWORD };

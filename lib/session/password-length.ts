/** Characters that a password has at least: what the forms ask and what the server does. */
export const MIN_PASSWORD = 8;

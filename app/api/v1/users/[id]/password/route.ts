import { changing } from '#lib/http/route.ts';
import { resetPassword } from '#lib/session/users.ts';

/** Answers with a password to hand over; it is not told again. */
export const POST = changing<{ readonly id: string }>({ action: 'user.reset-password', role: 'admin', inPerson: true }, ({ params }) =>
  resetPassword(params.id),
);

import { record } from '#lib/audit.ts';
import { metadata } from '#lib/metadata/client.ts';
import { Refused } from '#lib/refused.ts';
import { hashOfPassword, oneTimePassword, setPassword } from './password.ts';
import { alone } from './users.ts';

/** Who does it, as the audit log names it: nobody is signed in. */
const COMMAND_LINE = 'npm start -- --reset-admin';

interface Recovered {
  readonly name: string;
  readonly email: string;
  /** Works once: whoever signs in with it has to choose another one. Not stored, and not told again. */
  readonly password: string;
}

/**
 * A new password for an administrator who lost theirs, by who has the machine: `email` says which, where there are several. Signs the
 * person out everywhere; API keys stay.
 * @throws Refused when nobody or more than one is meant
 */
export async function recoverAdministrator(email: string | null): Promise<Recovered> {
  const administrators = await metadata().user.findMany({ where: { role: 'admin', disabledAt: null }, orderBy: { createdAt: 'asc' } });
  const wanted = email?.trim().toLowerCase() ?? null;
  const meant = administrators.filter((each) => wanted === null || each.email === wanted);
  const [user] = meant;
  if (user === undefined || meant.length > 1) throw whichOne(wanted, administrators);
  const password = oneTimePassword();
  const hash = await hashOfPassword(password);
  await alone(async (turn) => {
    await setPassword(turn, user.id, hash);
    await turn.user.update({ where: { id: user.id }, data: { mustChangePassword: true } });
    await turn.session.deleteMany({ where: { userId: user.id } });
  });
  await record({ userId: null, who: COMMAND_LINE, action: 'user.recover', subject: user.id, subjectName: user.name });
  return { name: user.name, email: user.email, password };
}

function whichOne(wanted: string | null, administrators: readonly { readonly name: string; readonly email: string }[]): Refused {
  if (administrators.length === 0)
    return new Refused('There is no administrator yet: the first visit of the console makes one. Nothing was changed.');
  const list = administrators.map(({ name, email }) => `  ${email}  (${name})`).join('\n');
  const why =
    wanted === null
      ? 'There are several administrators. Say which one: npm start -- --reset-admin ADDRESS'
      : `${wanted} is not an administrator who may sign in. Others' passwords are reset in the console, under Settings, Users.`;
  return new Refused(`${why}\nAdministrators:\n${list}\nNothing was changed.`);
}

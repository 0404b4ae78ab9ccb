/** Of a session, as a browser keeps it. */
export interface Cookie {
  readonly name: string;
  readonly value: string;
}

/** Who signs in. */
export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** Signs in at the console at `url`: programs send the cookies that come back, browsers of tests are given them. */
export async function sessionCookies(url: string, { email, password }: Credentials): Promise<readonly Cookie[]> {
  const ask = () =>
    fetch(`${url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url },
      body: JSON.stringify({ email, password }),
    });
  let answer = await ask();
  // Ten that follow one another within ten seconds are the most the console takes; tests are people who hurry.
  if (answer.status === 429) {
    await new Promise((settle) => setTimeout(settle, Number(answer.headers.get('x-retry-after')) * 1_000));
    answer = await ask();
  }
  if (!answer.ok) throw new Error(`Signing in as ${email} failed: ${answer.status} ${await answer.text()}`);
  return answer.headers.getSetCookie().map((line) => {
    const [pair = ''] = line.split(';');
    const at = pair.indexOf('=');
    return { name: pair.slice(0, at), value: pair.slice(at + 1) };
  });
}

import { z } from 'zod';

export const SSH_PORT = 22;

/** The kind of key and the SHA256 fingerprint of it, as `ssh-keygen -lf` and the first connection tell them. */
const hostKey = z.string().regex(/^([a-z0-9@.-]+ )?SHA256:[A-Za-z0-9+/]{43}$/);

/** How to reach a bastion: a host that is logged in to by SSH and connects on to the database. */
export const sshConfig = z.strictObject({
  host: z
    .string()
    .trim()
    .min(1)
    .meta({ label: { en: 'Bastion host', zh: '堡垒机地址' }, control: 'text' }),
  port: z.number().int().min(1).max(65535).default(SSH_PORT),
  user: z
    .string()
    .trim()
    .min(1)
    .meta({ label: { en: 'SSH account', zh: 'SSH 账号' }, control: 'text' }),
  password: z.string().optional(),
  /** Text of a key file, in OpenSSH's or PEM form. */
  privateKey: z.string().optional(),
  /** Of the key, where it is encrypted. */
  passphrase: z.string().optional(),
  /** Who the bastion is. Nothing is sent to one that cannot show this key; without it nothing is sent at all. */
  hostKey: hostKey.optional(),
});

/** The same with nothing filled in: what a form holds. */
export const enteredSsh = z.strictObject({ ...sshConfig.shape, host: z.string(), user: z.string() }).partial();

export type SshConfig = z.infer<typeof sshConfig>;
export type EnteredSsh = z.infer<typeof enteredSsh>;

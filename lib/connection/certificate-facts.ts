/** What is wrong with a piece of TLS material. */
export type PemProblem =
  | 'not-pem'
  | 'certificate-wanted'
  | 'key-wanted'
  | 'unreadable'
  | 'no-authority'
  | 'expired'
  | 'not-yet'
  | 'passphrase-wanted'
  | 'passphrase-wrong'
  | 'mismatch'
  | 'certificate-missing'
  | 'key-missing';

export interface CertificateFacts {
  /** Whom it is made out to: the common name, or all of the subject. */
  readonly subject: string;
  readonly issuer: string;
  readonly notBefore: string;
  readonly notAfter: string;
  /** More of the file, of a chain or a bundle of authorities. */
  readonly more: number;
}

/** What a look into TLS files found; a part that was not given is not there. */
export interface TlsFacts {
  readonly ca?: CertificateFacts;
  readonly cert?: CertificateFacts;
  /** Words for the kind of key, `RSA 2048`. */
  readonly key?: string;
  readonly problems: Readonly<Partial<Record<'ca' | 'cert' | 'key' | 'passphrase', PemProblem>>>;
}

'use client';

import { useFormat, useMessages } from '#components/locale.tsx';
import type { CertificateFacts } from '#lib/connection/certificate-facts.ts';
import { tlsMessages } from './tls-messages.ts';

const DAY_MS = 86_400_000;
/** From here on it is worth a thought who renews it. */
const SOON_DAYS = 30;

/** Whose a certificate is, and until when it holds. */
export function CertificateLine({ facts }: { readonly facts: CertificateFacts }) {
  const m = useMessages(tlsMessages);
  const format = useFormat();
  const days = Math.floor((Date.parse(facts.notAfter) - Date.now()) / DAY_MS);
  return (
    <span className="flex flex-wrap gap-x-1.5">
      <span className="text-foreground">{m.madeOutTo(facts.subject, format.dateTime(facts.notAfter))}</span>
      {facts.issuer !== facts.subject && <span>· {m.signedBy(facts.issuer)}</span>}
      {facts.more > 0 && <span>· {m.more(facts.more)}</span>}
      {days >= 0 && days <= SOON_DAYS && <span className="font-medium text-warning">· {m.days(days)}</span>}
    </span>
  );
}

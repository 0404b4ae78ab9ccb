'use client';

import { useMessages } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import type { ErrorReport } from '#engine/errors.ts';
import { accessMessages } from './access-messages.ts';

/** Where OpenSSH keeps the public half of each kind of host key. */
const FILE: Readonly<Record<string, string>> = {
  'ssh-ed25519': 'ed25519',
  'ssh-rsa': 'rsa',
  'ecdsa-sha2-nistp256': 'ecdsa',
  'ecdsa-sha2-nistp384': 'ecdsa',
  'ecdsa-sha2-nistp521': 'ecdsa',
};

/** Whether a test ended because nobody has confirmed the key that the bastion shows. */
export function asksForHostKey(error: ErrorReport): boolean {
  return error.object !== null && (error.code === 'bastion.host-key-unknown' || error.code === 'bastion.host-key-changed');
}

export interface HostKeyPromptProps {
  readonly error: ErrorReport;
  readonly onTrust: (hostKey: string) => void;
}

/** Has a person confirm the key of a bastion, with what it is to be compared with. */
export function HostKeyPrompt({ error, onTrust }: HostKeyPromptProps) {
  const m = useMessages(accessMessages);
  const seen = error.object ?? '';
  const changed = error.code === 'bastion.host-key-changed';
  const file = FILE[seen.split(' ')[0] ?? ''] ?? 'ed25519';
  return (
    <div className="mt-2 flex flex-col gap-2 rounded-md border bg-surface p-2.5">
      <span className="font-medium text-foreground">{changed ? m.trust.changed : m.trust.unknown}</span>
      <span className="font-mono text-foreground text-xs [overflow-wrap:anywhere]">{seen}</span>
      <span>{m.trust.compare}</span>
      <CodeBlock language="text" code={`ssh-keygen -lf /etc/ssh/ssh_host_${file}_key.pub`} />
      <div>
        <Button size="sm" variant={changed ? 'danger-quiet' : 'secondary'} onClick={() => onTrust(seen)}>
          {changed ? m.trust.replace : m.trust.confirm}
        </Button>
      </div>
    </div>
  );
}

'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { MonitorSmartphone } from 'lucide-react';
import { toast } from 'sonner';
import { useMessages } from '#components/locale.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card, CardHeader } from '#components/ui/card.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { api } from '#lib/http/client.ts';
import type { SessionView } from '#lib/session/profile.ts';
import { useSentence } from '../use-sentence.ts';
import { browserName } from './browser-name.ts';
import { profileMessages } from './messages.ts';
import { SESSIONS, useSessions } from './use-sessions.ts';

export function SessionCard({ initial }: { readonly initial: readonly SessionView[] }) {
  const m = useMessages(profileMessages);
  const sentence = useSentence();
  const client = useQueryClient();
  const { data: sessions } = useSessions(initial);
  const { mutate, isPending, variables } = useMutation({
    mutationFn: (id: string | null) => api('DELETE', `/profile/sessions${id === null ? '' : `/${encodeURIComponent(id)}`}`),
    onSuccess: () => toast.success(m.ended),
    onError: (error) => toast.error(sentence(error)),
    onSettled: () => client.invalidateQueries({ queryKey: SESSIONS }),
  });
  const others = sessions.length > 1 && (
    <Button size="sm" loading={isPending && variables === null} onClick={() => mutate(null)}>
      {m.endOthers}
    </Button>
  );
  return (
    <Card>
      <CardHeader title={m.sessions} description={m.sessionsText} actions={others || undefined} divided />
      <ul className="scroll-quiet max-h-96 divide-y overflow-y-auto">
        {sessions.map((session) => (
          <SessionLine key={session.id} session={session} ending={isPending && variables === session.id} onEnd={() => mutate(session.id)} />
        ))}
      </ul>
    </Card>
  );
}

interface SessionLineProps {
  readonly session: SessionView;
  readonly ending: boolean;
  readonly onEnd: () => void;
}

function SessionLine({ session, ending, onEnd }: SessionLineProps) {
  const m = useMessages(profileMessages);
  const { browser, system } = browserName(session.userAgent);
  const name = browser === null ? session.userAgent || m.unknownBrowser : system === null ? browser : m.on(browser, system);
  return (
    <li className="flex min-h-14 items-center gap-3 px-4 py-2">
      <MonitorSmartphone aria-hidden className="size-4 shrink-0 text-subtle" />
      <div className="min-w-0 flex-1">
        <div className="flex items-center gap-2 text-sm">
          <span className="truncate font-medium">{name}</span>
          {session.own && <Badge tone="accent">{m.thisOne}</Badge>}
        </div>
        <div className="text-muted text-xs">
          {session.address !== '' && `${session.address} · `}
          {m.since} <RelativeTime at={session.since} />
        </div>
      </div>
      {!session.own && (
        <Button size="sm" loading={ending} aria-label={m.endNamed(`${name}, ${session.address}`)} onClick={onEnd}>
          {m.end}
        </Button>
      )}
    </li>
  );
}

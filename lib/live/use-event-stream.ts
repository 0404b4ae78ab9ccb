'use client';

import { useEffect, useRef, useState } from 'react';

/** `live` is only said while messages or heartbeats really arrive. */
export type Liveness = { readonly state: 'connecting' } | { readonly state: 'live' } | { readonly state: 'lost'; readonly since: number };

type Handlers = Readonly<Record<string, (data: unknown) => void>>;

/** Three heartbeats of the server (lib/http/sse.ts) missed. */
const SILENCE_MS = 30_000;
const AGAIN_MS = 2_000;

/**
 * Follows one of our event streams. A broken connection is taken up again where it broke: by the browser with Last-Event-ID, or,
 * when the browser gives up (the server answered with an error), by us with `?after=`.
 */
export function useEventStream(url: string, handlers: Handlers): Liveness {
  const [liveness, setLiveness] = useState<Liveness>({ state: 'connecting' });
  const latest = useRef(handlers);
  latest.current = handlers;
  useEffect(() => {
    let source: EventSource | null = null;
    let again: ReturnType<typeof setTimeout> | null = null;
    let silence: ReturnType<typeof setTimeout> | null = null;
    let after: string | null = null;
    const lost = (): void => setLiveness((before) => (before.state === 'lost' ? before : { state: 'lost', since: Date.now() }));
    let ended = false;
    const reopen = (): void => {
      source?.close();
      if (!ended) again ??= setTimeout(open, AGAIN_MS);
    };
    const leave = (): void => {
      if (!ended) window.location.assign('/sign-in');
    };
    const heard = (): void => {
      setLiveness((before) => (before.state === 'live' ? before : { state: 'live' }));
      if (silence !== null) clearTimeout(silence);
      silence = setTimeout(() => {
        lost();
        reopen();
      }, SILENCE_MS);
    };
    function open(): void {
      again = null;
      source = new EventSource(after === null ? url : `${url}?after=${encodeURIComponent(after)}`);
      for (const name of Object.keys(latest.current)) {
        source.addEventListener(name, (event: MessageEvent<string>) => {
          if (event.lastEventId !== '') after = event.lastEventId;
          heard();
          latest.current[name]?.(JSON.parse(event.data));
        });
      }
      source.addEventListener('beat', heard);
      source.addEventListener('signed-out', leave);
      source.addEventListener('error', () => {
        lost();
        if (source?.readyState !== EventSource.CLOSED) return;
        // An error answer does not tell its reason here: who is signed out would wait for a connection for ever.
        void isSignedOut(url).then((out) => (out ? leave() : reopen()));
      });
    }
    open();
    return () => {
      ended = true;
      source?.close();
      if (again !== null) clearTimeout(again);
      if (silence !== null) clearTimeout(silence);
    };
  }, [url]);
  return liveness;
}

async function isSignedOut(url: string): Promise<boolean> {
  const asking = new AbortController();
  const response = await fetch(url, { signal: asking.signal }).catch(() => null);
  // Only the status was wanted: what follows is the stream itself.
  asking.abort();
  return response?.status === 401;
}

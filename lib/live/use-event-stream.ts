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
    const reopen = (): void => {
      source?.close();
      again ??= setTimeout(open, AGAIN_MS);
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
      source.addEventListener('error', () => {
        lost();
        if (source?.readyState === EventSource.CLOSED) reopen();
      });
    }
    open();
    return () => {
      source?.close();
      if (again !== null) clearTimeout(again);
      if (silence !== null) clearTimeout(silence);
    };
  }, [url]);
  return liveness;
}

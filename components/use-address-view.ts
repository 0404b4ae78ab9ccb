'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';

/** Typing must not write an address a letter. */
const WRITE_AFTER_MS = 250;

export interface AddressParams {
  get(name: string): string | null;
}

/** How a view stands in an address; the same object at every rendering. */
export interface AddressForm<View> {
  /** What it does not know it leaves out: an address may be anybody's. */
  readonly read: (params: AddressParams) => View;
  /** Without its question mark; empty for the usual view. */
  readonly write: (view: View) => string;
}

/** The view, kept in the address: it survives a reload, goes back and forward, and can be sent to someone. */
export function useAddressView<View>({ read, write }: AddressForm<View>): readonly [View, (view: View) => void] {
  const params = useSearchParams();
  const path = usePathname();
  const [view, setView] = useState(() => read(params));
  const latest = useRef(write(view));
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const asked = write(read(params));

  // Somebody else changed the address: a link to this page, or the way back.
  useEffect(() => {
    if (timer.current !== null || asked === latest.current) return;
    latest.current = asked;
    setView(read(new URLSearchParams(asked)));
  }, [asked, read]);

  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
    },
    [],
  );

  const change = (next: View): void => {
    setView(next);
    latest.current = write(next);
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      timer.current = null;
      // The address of this page, wherever the person has gone meanwhile.
      if (window.location.pathname === path) window.history.replaceState(null, '', latest.current === '' ? path : `?${latest.current}`);
    }, WRITE_AFTER_MS);
  };
  return [view, change];
}

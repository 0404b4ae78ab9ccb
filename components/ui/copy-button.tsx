'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import { useMessages } from '#components/locale.tsx';
import { IconButton } from './icon-button.tsx';
import { uiMessages } from './messages.ts';

export interface CopyButtonProps {
  readonly value: string;
  /** What is copied, for the tooltip; "Copy" when left out. */
  readonly label?: string | undefined;
  readonly className?: string | undefined;
}

const SHOWN_MS = 1_600;

export function CopyButton({ value, label, className }: CopyButtonProps) {
  const m = useMessages(uiMessages);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    if (await toClipboard(value)) setCopied(true);
    else toast.error(m.copyFailed);
  };
  return (
    <IconButton
      size="sm"
      label={copied ? m.copied : (label ?? m.copy)}
      icon={copied ? <Check className="text-success" /> : <Copy />}
      onClick={copy}
      className={className}
    />
  );
}

/** Consoles are often opened over plain http, where browsers withhold the clipboard API. */
export async function toClipboard(value: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(value);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = value;
    area.style.cssText = 'position:fixed;opacity:0';
    const focused = document.activeElement;
    (focused?.closest('[role$=dialog]') ?? document.body).append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    if (focused instanceof HTMLElement) focused.focus();
    return done;
  }
}

'use client';

import { Copy, Download } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { useFormat, useLocale, useMessages, useText } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { toClipboard } from '#components/ui/copy-button.tsx';
import { uiMessages } from '#components/ui/messages.ts';
import { Tooltip } from '#components/ui/tooltip.tsx';
import { explain } from '#lib/http/client.ts';
import { type StructureFilter, structureSearch } from '#lib/task/structure-page.ts';
import { structureMessages } from './messages.ts';

export interface ScriptActionsProps {
  readonly taskId: string;
  /** What is shown, which is what is copied; the download has everything. */
  readonly filter: StructureFilter;
  readonly matched: number | undefined;
}

/** Takes the statements along: those that are shown to the clipboard, or all of them as a file. */
export function ScriptActions({ taskId, filter, matched }: ScriptActionsProps) {
  const m = useMessages(structureMessages);
  const ui = useMessages(uiMessages);
  const text = useText();
  const format = useFormat();
  const { locale } = useLocale();
  const [copying, setCopying] = useState(false);
  const path = `/api/v1/tasks/${encodeURIComponent(taskId)}/structure/download`;
  const count = format.count(matched ?? 0);
  const copy = async () => {
    setCopying(true);
    try {
      const response = await fetch(`${path}?locale=${locale}&${structureSearch(filter)}`);
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      if (await toClipboard(await response.text())) toast.success(m.copied(count));
      else toast.error(ui.copyFailed);
    } catch (error) {
      toast.error(ui.copyFailed, { description: text(explain(error).message) });
    } finally {
      setCopying(false);
    }
  };
  return (
    <div className="flex items-center gap-2">
      <Tooltip content={m.copyShown(count)}>
        <Button aria-label={m.copyShown(count)} disabled={matched === undefined || matched === 0} loading={copying} onClick={copy}>
          <Copy aria-hidden />
          {m.copy}
        </Button>
      </Tooltip>
      <Button asChild>
        <a href={`${path}?locale=${locale}`} download title={m.downloadTitle}>
          <Download aria-hidden />
          {m.download}
        </a>
      </Button>
    </div>
  );
}

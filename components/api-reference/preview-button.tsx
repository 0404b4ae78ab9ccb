'use client';

import { Braces } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { useMessages } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { TabPanel, Tabs } from '#components/ui/tabs.tsx';
import type { DraftConfig } from '#engine/task/config.ts';
import { curlOf } from '#lib/openapi/curl.ts';
import { CREATE_TASK } from '#lib/openapi/operations.ts';
import { previewDocument } from '#lib/openapi/preview.ts';
import type { TaskView } from '#lib/task/view.ts';
import { apiMessages } from './messages.ts';

export interface PreviewButtonProps {
  readonly draft: DraftConfig;
  readonly secrets: TaskView['secrets'];
}

/** *Preview OpenAPI parameters*: how a program would make the same task. */
export function PreviewButton({ draft, secrets }: PreviewButtonProps) {
  const m = useMessages(apiMessages);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="ghost" onClick={() => setOpen(true)} aria-label={m.preview}>
        <Braces />
        <span className="max-lg:hidden">{m.preview}</span>
      </Button>
      {open && <PreviewDialog draft={draft} secrets={secrets} onClose={() => setOpen(false)} />}
    </>
  );
}

function PreviewDialog({ draft, secrets, onClose }: PreviewButtonProps & { readonly onClose: () => void }) {
  const m = useMessages(apiMessages);
  const [form, setForm] = useState<'curl' | 'json'>('curl');
  const document = previewDocument(draft, secrets);
  return (
    <Dialog
      open
      onOpenChange={(next) => !next && onClose()}
      title={m.preview}
      description={m.previewText}
      size="lg"
      footer={
        <>
          <Link href="/api-reference" className="mr-auto rounded-sm text-accent-text text-sm hover:underline">
            {m.reference}
          </Link>
          <Button onClick={onClose}>{m.close}</Button>
        </>
      }
    >
      <Tabs
        aria-label={m.previewLabel}
        value={form}
        onValueChange={setForm}
        tabs={[
          { value: 'curl', label: m.tabs.curl },
          { value: 'json', label: m.tabs.json },
        ]}
      >
        <TabPanel value="curl" className="pt-3">
          <p className="mb-2 text-muted text-sm">{m.keyHint}</p>
          <CodeBlock language="text" code={curlOf(CREATE_TASK, { url: window.location.origin, body: document })} className="max-h-[46vh]" />
        </TabPanel>
        <TabPanel value="json" className="pt-3">
          <CodeBlock language="text" code={JSON.stringify(document, null, 2)} className="max-h-[50vh]" />
        </TabPanel>
      </Tabs>
    </Dialog>
  );
}

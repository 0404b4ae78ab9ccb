'use client';

import { Plus } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { useMessages, useText } from '#components/locale.tsx';
import { useRole } from '#components/session/role.tsx';
import { SettingsList } from '#components/settings/settings-list.tsx';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { api, explain } from '#lib/http/client.ts';
import type { Labels } from '#lib/label/view.ts';
import { LABEL_PATH, type Label, type LabelKind } from './kinds.ts';
import { LabelForm } from './label-form.tsx';
import { LabelTable } from './label-table.tsx';
import { labelSettingsMessages } from './settings-messages.ts';
import { useLabelName } from './use-label-name.ts';
import { useFreshLabels, useLabels } from './use-labels.ts';

type Opened = { readonly what: 'edit'; readonly label: Label | null } | { readonly what: 'remove'; readonly label: Label };

/** The settings' page of resource groups, and that of environment tags. */
export function LabelSettings({ kind, initial }: { readonly kind: LabelKind; readonly initial: Labels }) {
  const common = useMessages(labelSettingsMessages);
  const m = common[kind];
  const text = useText();
  const nameOf = useLabelName();
  const refresh = useFreshLabels();
  const { groups, tags } = useLabels(initial) ?? initial;
  const isAdmin = useRole() === 'admin';
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = () => setOpened(null);
  const remove = async (label: Label): Promise<void> => {
    try {
      await api('DELETE', `${LABEL_PATH[kind]}/${encodeURIComponent(label.id)}`);
    } catch (error) {
      throw new Error(text(explain(error).message));
    }
    toast.success(m.removed(nameOf(label)));
    await refresh();
  };
  return (
    <>
      <SettingsList
        description={
          <>
            {m.description} {!isAdmin && common.adminOnly}
          </>
        }
        actions={
          isAdmin && (
            <Button variant="primary" onClick={() => setOpened({ what: 'edit', label: null })}>
              <Plus aria-hidden />
              {m.create}
            </Button>
          )
        }
      >
        <LabelTable
          kind={kind}
          labels={kind === 'group' ? groups : tags}
          onEdit={isAdmin ? (label) => setOpened({ what: 'edit', label }) : undefined}
          onRemove={isAdmin ? (label) => setOpened({ what: 'remove', label }) : undefined}
        />
      </SettingsList>
      {opened?.what === 'edit' && <LabelForm kind={kind} label={opened.label} onClose={close} />}
      {opened?.what === 'remove' && (
        <ConfirmDialog
          open
          onOpenChange={close}
          title={m.removeTitle(nameOf(opened.label))}
          tone="danger"
          confirmLabel={common.remove}
          onConfirm={() => remove(opened.label)}
        >
          {m.removeText}
        </ConfirmDialog>
      )}
    </>
  );
}

'use client';

import { useEffect, useRef, useState } from 'react';
import { toast } from 'sonner';
import { useMessages, useText } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { secretsKept } from '#lib/address.ts';
import type { ConnectionView } from '#lib/connection/connections.ts';
import type { OwnEndpoint } from '#lib/endpoint.ts';
import { ApiError, explain } from '#lib/http/client.ts';
import { aboutOf, isInstanceId, tagsOf } from './about.ts';
import { AboutFields } from './about-fields.tsx';
import { DiagnosisView } from './diagnosis-view.tsx';
import { ENDPOINT_TYPES, missingFields, NEW_ENDPOINT } from './endpoint.ts';
import { EndpointFields } from './endpoint-fields.tsx';
import { connectionMessages } from './messages.ts';
import { useSaveConnection, useTestConnection } from './use-connections.ts';

export interface ConnectionDialogProps {
  /** Null for a new one. */
  readonly connection: ConnectionView | null;
  /** What a new one begins with. */
  readonly initial?: { readonly name: string; readonly endpoint: OwnEndpoint } | undefined;
  /** Its password is stored elsewhere and did not come along. */
  readonly passwordAgain?: boolean | undefined;
  /** Called each time it was saved. */
  readonly onSaved?: ((connection: ConnectionView) => void) | undefined;
  readonly onClose: () => void;
}

/** Makes or edits a saved connection, and tests it on demand. Mount it to open it. */
export function ConnectionDialog({ connection, initial, passwordAgain = false, onSaved, onClose }: ConnectionDialogProps) {
  const m = useMessages(connectionMessages);
  const t = useText();
  const [stored, setStored] = useState(connection);
  const [name, setName] = useState(connection?.name ?? initial?.name ?? '');
  const [endpoint, setEndpoint] = useState<OwnEndpoint>(connection?.endpoint ?? initial?.endpoint ?? NEW_ENDPOINT);
  const [about, setAbout] = useState(() => aboutOf(connection));
  const [strict, setStrict] = useState(false);
  const [tested, setTested] = useState<OwnEndpoint | null>(null);
  const saving = useSaveConnection();
  const test = useTestConnection();
  const result = useRef<HTMLDivElement>(null);
  const { isPending: testing } = test;
  // The result stands below the fields: bring it into view when the test begins, and when it says more.
  useEffect(() => {
    if (testing || tested !== null) result.current?.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
  }, [testing, tested]);
  const refused = saving.error instanceof ApiError ? saving.error.report.code : '';
  const taken = refused === 'connection.name-taken';
  const idTaken = refused === 'connection.instance-id-taken';

  const save = async (andTest: boolean, endpoint: OwnEndpoint) => {
    setStrict(true);
    const unusable = name.trim() === '' || missingFields(endpoint).length > 0 || !isInstanceId(about.instanceId);
    if (unusable || saving.isPending || testing) return;
    try {
      const { instanceId, region, tags } = about;
      const own = instanceId === '' ? {} : { instanceId };
      const form = { name: name.trim(), ...own, region: region.trim(), tags: tagsOf(tags), endpoint };
      const saved = await saving.mutateAsync({ id: stored?.id ?? null, ...form });
      setStored(saved);
      setAbout(aboutOf(saved));
      onSaved?.(saved);
      // Whoever does not wait for the test finds in the list what it said.
      test.mutate(saved.id);
      if (andTest) return setTested(endpoint);
      toast.success(m.dialog.saved(saved.name));
      onClose();
    } catch {
      // Shown from the state of the mutation.
    }
  };

  const trust = (hostKey: string) => {
    const confirmed = { ...endpoint, ssh: { ...endpoint.ssh, hostKey } };
    setEndpoint(confirmed);
    void save(true, confirmed);
  };

  // The server wants the password again for another address.
  const secrets = secretsKept(stored?.secrets ?? [], stored?.endpoint, endpoint);
  const nameError = strict && name.trim() === '' ? m.errors.name : taken ? t(explain(saving.error).message) : undefined;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={connection === null ? m.dialog.create : m.dialog.edit}
      size="md"
      locked={saving.isPending}
      className="sm:max-h-[85vh]"
      footer={
        <>
          <Button onClick={onClose} disabled={saving.isPending} className="mr-auto">
            {stored !== null && tested !== null ? m.dialog.close : m.dialog.cancel}
          </Button>
          <Button loading={testing && tested !== null} onClick={() => save(true, endpoint)}>
            {m.dialog.saveAndTest}
          </Button>
          <Button variant="primary" loading={saving.isPending} onClick={() => save(false, endpoint)}>
            {m.dialog.save}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void save(false, endpoint);
        }}
      >
        <Field label={m.dialog.name} error={nameError}>
          <Input
            value={name}
            maxLength={100}
            onChange={(event) => {
              setName(event.target.value);
              if (taken) saving.reset();
            }}
          />
        </Field>
        {passwordAgain && endpoint.password === undefined && <Callout>{m.dialog.passwordAgain}</Callout>}
        <EndpointFields types={ENDPOINT_TYPES.destination} endpoint={endpoint} onChange={setEndpoint} secrets={secrets} strict={strict} />
        <AboutFields
          about={about}
          onChange={(next) => {
            setAbout(next);
            if (idTaken) saving.reset();
          }}
          taken={idTaken ? t(explain(saving.error).message) : undefined}
        />
        {saving.isError && !taken && !idTaken && (
          <Callout tone="danger" title={m.dialog.failed}>
            {t(explain(saving.error).message)} {t(explain(saving.error).hint)}
          </Callout>
        )}
        {tested !== null && (
          <div ref={result} className="rounded-lg border bg-surface-2/50 p-3">
            <DiagnosisView
              diagnosis={test.data}
              running={testing}
              error={test.error}
              outdated={tested !== endpoint}
              bastion={endpoint.ssh !== undefined}
              onTrust={trust}
            />
          </div>
        )}
        {/* Enter saves from any field. */}
        <button type="submit" className="hidden" tabIndex={-1} aria-hidden />
      </form>
    </Dialog>
  );
}

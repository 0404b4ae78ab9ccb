'use client';

import Link from 'next/link';
import { useFormat, useMessages } from '#components/locale.tsx';
import { Reserved } from '#components/session/reserved.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { type Definition, DefinitionList } from '#components/ui/definition-list.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import type { UsedConnection } from '#lib/connection/connections.ts';
import type { TaskUse } from '#lib/connection/view.ts';
import { accessMessages } from './access-messages.ts';
import { CertificateLine } from './certificate-line.tsx';
import { DiagnosisView } from './diagnosis-view.tsx';
import { accessOf } from './endpoint.ts';
import { connectionListMessages } from './list-messages.ts';
import { addressOf } from './list-view.ts';
import { connectionMessages } from './messages.ts';
import { useTlsFacts } from './use-tls-facts.ts';

export interface ConnectionDetailsProps {
  readonly connection: UsedConnection;
  readonly onTest: () => void;
  readonly onEdit: () => void;
  readonly onClose: () => void;
}

/** All that is known of a connection: where it leads, what its last test found, and which tasks lead through it. */
export function ConnectionDetails({ connection, onTest, onEdit, onClose }: ConnectionDetailsProps) {
  const m = useMessages(connectionListMessages);
  const words = useMessages(connectionMessages);
  const { test, tasks } = connection;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={connection.name}
      description={words.typeNames[connection.endpoint.type ?? 'postgresql']}
      size="lg"
      reading
      className="sm:max-h-[85vh]"
      footer={
        <>
          <Button onClick={onClose} className="mr-auto">
            {m.close}
          </Button>
          <Reserved className="flex gap-2">
            <Button onClick={onTest}>{m.test}</Button>
            <Button variant="primary" onClick={onEdit}>
              {m.edit}
            </Button>
          </Reserved>
        </>
      }
    >
      <DefinitionList items={useFacts(connection)} className="[&_dt]:w-32" />
      <h3 className="mt-5 mb-1 font-semibold text-sm">{m.tasks(tasks.length)}</h3>
      {tasks.length === 0 ? <p className="text-muted text-sm">{m.noTasks}</p> : <TaskLinks tasks={tasks} />}
      <h3 className="mt-5 mb-2 font-semibold text-sm">{m.lastTest}</h3>
      {test === null ? (
        <p className="text-muted text-sm">{m.notTested}</p>
      ) : (
        <DiagnosisView diagnosis={test.diagnosis} running={false} error={null} />
      )}
    </Dialog>
  );
}

function useFacts(connection: UsedConnection): readonly Definition[] {
  const m = useMessages(connectionListMessages);
  const words = useMessages(connectionMessages);
  const access = useMessages(accessMessages);
  const format = useFormat();
  const { instanceId, region, tags, endpoint, secrets, createdAt, updatedAt, test } = connection;
  const tls = endpoint.tls ?? { mode: 'disable' };
  const facts = useTlsFacts(tls, secrets);
  const { ssh } = endpoint;
  return [
    { label: words.about.instanceId, value: instanceId, mono: true, copy: instanceId },
    ...(region === null ? [] : [{ label: words.about.region, value: region }]),
    { label: m.columns.address, value: addressOf(connection), mono: true, copy: addressOf(connection) },
    { label: access.method, value: access.methods[accessOf(endpoint)].name },
    ...(ssh === undefined
      ? []
      : [
          { label: access.host, value: `${ssh.user ?? ''}@${ssh.host ?? ''}:${ssh.port ?? ''}`, mono: true },
          { label: access.hostKey, value: ssh.hostKey ?? access.hostKeyNone, mono: ssh.hostKey !== undefined },
        ]),
    { label: words.fields.database, value: endpoint.database ?? '', mono: true },
    { label: words.fields.user, value: endpoint.user ?? '', mono: true },
    { label: words.fields.tls, value: words.tlsNames[tls.mode] },
    ...(facts?.ca === undefined ? [] : [{ label: words.fields.ca, value: <CertificateLine facts={facts.ca} /> }]),
    ...(facts?.cert === undefined ? [] : [{ label: words.fields.clientCertificate, value: <CertificateLine facts={facts.cert} /> }]),
    ...(tags.length === 0
      ? []
      : [
          {
            label: words.about.tags,
            value: (
              <span className="flex flex-wrap gap-1">
                {tags.map((tag) => (
                  <Badge key={tag}>{tag}</Badge>
                ))}
              </span>
            ),
          },
        ]),
    { label: m.created, value: format.dateTime(createdAt) },
    { label: m.updated, value: format.dateTime(updatedAt) },
    ...(test === null ? [] : [{ label: m.lastTest, value: `${format.dateTime(test.at)} · ${m.uses[test.side]}` }]),
  ];
}

function TaskLinks({ tasks }: { readonly tasks: readonly TaskUse[] }) {
  const m = useMessages(connectionListMessages);
  return (
    <ul className="max-h-44 overflow-y-auto rounded-md border">
      {tasks.map(({ id, name, side, draft }) => (
        <li key={`${id} ${side}`} className="flex items-center justify-between gap-3 border-b px-3 py-1.5 text-sm last:border-b-0">
          <Link
            href={draft ? `/tasks/${encodeURIComponent(id)}/configure/connections` : `/tasks/${encodeURIComponent(id)}`}
            className="min-w-0 truncate rounded-sm text-accent-text hover:underline"
          >
            {name}
          </Link>
          <span className="shrink-0 text-muted text-xs">{m.sides[side]}</span>
        </li>
      ))}
    </ul>
  );
}

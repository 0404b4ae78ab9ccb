'use client';

import { accessMessages } from '#components/connection/access-messages.ts';
import { connectionMessages } from '#components/connection/messages.ts';
import { useMessages } from '#components/locale.tsx';
import { DefinitionList } from '#components/ui/definition-list.tsx';
import { portOf } from '#lib/address.ts';
import type { ConnectionView } from '#lib/connection/connections.ts';
import { connectionsStepMessages } from './messages.ts';

/** Where a saved connection leads. */
export function SavedAddress({ connection: { endpoint, instanceId, region } }: { readonly connection: ConnectionView }) {
  const m = useMessages(connectionsStepMessages);
  const words = useMessages(connectionMessages);
  const access = useMessages(accessMessages);
  const { ssh } = endpoint;
  const items = [
    { label: words.fields.type, value: words.typeNames[endpoint.type ?? 'postgresql'] },
    { label: m.instanceId, value: instanceId, mono: true },
    ...(region === null ? [] : [{ label: m.region, value: region }]),
    ...(ssh === undefined ? [] : [{ label: access.methods.bastion.name, value: `${ssh.host ?? ''}:${ssh.port ?? ''}`, mono: true }]),
    { label: m.address, value: `${endpoint.host ?? ''}:${portOf(endpoint)}`, mono: true },
    { label: m.database, value: endpoint.database ?? '', mono: true },
    { label: m.user, value: endpoint.user ?? '', mono: true },
    { label: m.tls, value: words.tlsNames[endpoint.tls?.mode ?? 'disable'] },
  ];
  return <DefinitionList items={items} className="rounded-md border bg-surface-2/50 px-3 [&_dt]:w-28" />;
}

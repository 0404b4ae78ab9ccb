'use client';

import { useQueryClient } from '@tanstack/react-query';
import { connectionMessages } from '#components/connection/messages.ts';
import { useFormat, useMessages, useText } from '#components/locale.tsx';
import { Reserved } from '#components/session/reserved.tsx';
import { GroupTagFields } from '#components/task/group-tag-fields.tsx';
import { useKind, useKindWords } from '#components/task/kind.tsx';
import { LocalTime } from '#components/task/local-time.tsx';
import { nameCaseMessages } from '#components/task/name-case.ts';
import { describeOperations, operationMessages } from '#components/task/operations.ts';
import { placeAddress } from '#components/task/place.tsx';
import { Card, CardBody, CardHeader } from '#components/ui/card.tsx';
import { type Definition, DefinitionList } from '#components/ui/definition-list.tsx';
import { isOn, switchesFor } from '#components/wizard/advanced/fields.ts';
import { CHANGE_THROTTLE_FIELDS, limitLabel, THROTTLE_FIELDS, type ThrottleField } from '#components/wizard/advanced/throttle.ts';
import { NO_START } from '#engine/task/config.ts';
import type { Throttle } from '#engine/task/limits.ts';
import type { Place, TaskView } from '#lib/task/view.ts';
import { statusKey } from '../status-key.ts';
import { documentLimits } from '../throttle/limits.ts';
import { settingsMessages } from './messages.ts';
import { ObjectList } from './object-list.tsx';

const ORDER = ['schema', 'full', 'incremental'] as const;
/** What the engine takes when the document says nothing (engine/task/config.ts). */
const RETRY_MINUTES = { connection: 720, other: 10 } as const;

/** The document the task runs by, to be read. */
export function SettingsTab({ task }: { readonly task: TaskView }) {
  const m = useMessages(settingsMessages);
  const words = useKindWords();
  const cases = useMessages(nameCaseMessages);
  const operationWords = useMessages(operationMessages);
  const text = useText();
  const format = useFormat();
  const client = useQueryClient();
  const { config } = task;
  const { limits } = documentLimits(config);
  const carried = switchesFor(config.types).filter((field) => isOn(config, field));
  const minutes = (amount: number) => m.minutes(format.count(amount));
  const items: readonly Definition[] = [
    { label: m.id, value: task.id, copy: task.id, mono: true },
    { label: m.source, value: <PlaceLines place={task.source} /> },
    { label: m.created, value: <LocalTime at={task.createdAt} /> },
    { label: m.destination, value: <PlaceLines place={task.destination} /> },
    {
      label: words.types,
      value: ORDER.filter((step) => config.types.includes(step))
        .map((step) => words.steps[step])
        .join(m.separator),
    },
    ...(config.types.includes('incremental')
      ? [{ label: operationWords.title, value: describeOperations(config.operations, operationWords, text) }]
      : []),
    { label: m.conflict, value: m.conflicts[config.conflictMode] },
    { label: m.nameCase, value: <NameCaseLines name={cases.names[config.nameCase]} effect={cases.effects[config.nameCase]} /> },
    { label: m.carried, value: carried.length === 0 ? m.nothingCarried : carried.map(({ label }) => text(label)).join(m.separator) },
    ...(config.types.includes('full') ? [{ label: m.throttle, value: <FullLimits config={config} /> }] : []),
    ...(config.types.includes('incremental')
      ? [{ label: m.changeThrottle, value: <LimitLines fields={CHANGE_THROTTLE_FIELDS} throttle={limits.incremental} /> }]
      : []),
    { label: m.instanceClass, value: <ClassLines config={config} /> },
    { label: m.retryConnection, value: minutes(config.advanced.retryConnectionMinutes ?? RETRY_MINUTES.connection) },
    { label: m.retryOther, value: minutes(config.advanced.retryOtherMinutes ?? RETRY_MINUTES.other) },
    { label: m.accepted, value: <AcceptedLines task={task} /> },
  ];
  return (
    <div className="flex flex-col gap-4">
      <Card>
        <CardHeader title={m.task} />
        <CardBody className="pb-2">
          <DefinitionList columns={2} items={items} />
        </CardBody>
      </Card>
      <Card aria-label={m.labels}>
        <CardHeader title={m.labels} />
        <CardBody>
          <Reserved>
            <GroupTagFields task={task} onSaved={() => void client.invalidateQueries({ queryKey: statusKey(task.id) })} />
          </Reserved>
        </CardBody>
      </Card>
      <ObjectList config={config} />
    </div>
  );
}

/** What the document asks for; what is in force now is beside the figures of full load. */
function FullLimits({ config }: { readonly config: TaskView['config'] }) {
  const m = useMessages(settingsMessages);
  const format = useFormat();
  const { limits, classStreams } = documentLimits(config);
  const streams = config.full?.streams ?? classStreams;
  return (
    <>
      <LimitLines fields={THROTTLE_FIELDS} throttle={limits.throttle} />
      {streams !== null && <span className="block text-muted">{m.streams(format.count(streams))}</span>}
    </>
  );
}

function LimitLines({ fields, throttle }: { readonly fields: readonly ThrottleField[]; readonly throttle: Partial<Throttle> | null }) {
  const m = useMessages(settingsMessages);
  const text = useText();
  const kind = useKind();
  const set = fields.flatMap((field) => {
    const limit = throttle?.[field.name] ?? null;
    return limit === null ? [] : [{ name: field.name, label: limitLabel(field, kind), limit }];
  });
  if (set.length === 0) return m.noThrottle;
  return set.map(({ name, label, limit }) => (
    <span key={name} className="block">
      {text(label)}: {limit}
    </span>
  ));
}

function ClassLines({ config }: { readonly config: TaskView['config'] }) {
  const m = useMessages(settingsMessages);
  const format = useFormat();
  const { classRows } = documentLimits(config).limits;
  const { instanceClass } = config.start ?? NO_START;
  return (
    <>
      {instanceClass === 'unlimited' ? m.unlimited : instanceClass}
      {config.types.includes('incremental') && classRows !== null && (
        <span className="block text-muted">{m.classRows(format.count(classRows))}</span>
      )}
    </>
  );
}

function NameCaseLines({ name, effect }: { readonly name: string; readonly effect: string }) {
  return (
    <>
      {name} <span className="block text-muted">{effect}</span>
    </>
  );
}

/** Each by the name the precheck has for it; one that is not among its findings any more by its code. */
function AcceptedLines({ task: { config, findings } }: { readonly task: TaskView }) {
  const m = useMessages(settingsMessages);
  const text = useText();
  if (config.accepted.length === 0) return m.noneAccepted;
  return config.accepted.map((accepted) => {
    const title = findings?.find(({ code }) => code === accepted)?.title;
    return (
      <span key={accepted} className="block">
        {title !== undefined && `${text(title)} `}
        <span className="font-mono text-2xs text-subtle">{accepted}</span>
      </span>
    );
  });
}

function PlaceLines({ place }: { readonly place: Place | null }) {
  const m = useMessages(settingsMessages);
  const words = useMessages(connectionMessages);
  if (place === null) return '–';
  return (
    <>
      {place.connection !== null && <span className="block">{place.connection}</span>}
      <span className="font-mono text-xs">{placeAddress(place)}</span> <span className="text-muted">{m.account(place.user)}</span>
      <span className="block text-muted">{words.typeNames[place.type]}</span>
    </>
  );
}

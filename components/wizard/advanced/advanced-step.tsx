'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { PreviewButton } from '#components/api-reference/preview-button.tsx';
import { useMessages } from '#components/locale.tsx';
import { useKindWords } from '#components/task/kind.tsx';
import { Card, CardBody, CardHeader } from '#components/ui/card.tsx';
import { advancedConfig, WAL_LIMIT } from '#engine/task/config.ts';
import { useDraft } from '../draft.tsx';
import { WizardFooter } from '../footer.tsx';
import { destinationType, stepPath, stepsOf } from '../steps.ts';
import { AdvancedField } from './advanced-field.tsx';
import { CarriedCard } from './carried-card.tsx';
import { ADVANCED_FIELDS, type AdvancedName, problemsOf, type TypedValues } from './fields.ts';
import { advancedMessages } from './messages.ts';
import { PlaceCard } from './place-card.tsx';
import { SelectDbCard } from './selectdb-card.tsx';
import {
  CHANGE_THROTTLE_FIELDS,
  changeThrottleOf,
  formOf,
  isFine,
  THROTTLE_FIELDS,
  type ThrottleForm,
  throttleOf,
  throttleProblems,
} from './throttle.ts';
import { ThrottleCard } from './throttle-card.tsx';
import { isWalLimitFine, type WalLimitForm, walLimitFormOf, walLimitOf, walLimitProblems } from './wal-limit.ts';
import { WalLimitCard } from './wal-limit-card.tsx';

export function AdvancedStep() {
  const m = useMessages(advancedMessages);
  const { steps } = useKindWords();
  const router = useRouter();
  const { task, draft, change } = useDraft();
  const [values, setValues] = useState<TypedValues>(() => ({ ...advancedConfig.parse({}), ...draft.advanced }));
  const [throttle, setThrottle] = useState(() => formOf(draft.full.throttle));
  const [changes, setChanges] = useState(() => formOf(draft.incremental?.throttle));
  const [held, setHeld] = useState(false);
  const [log, setLog] = useState(() => walLimitFormOf(draft.incremental?.walLimit ?? WAL_LIMIT));
  const problems = problemsOf(values);
  const copies = draft.types.includes('full');
  const follows = draft.types.includes('incremental');
  const limits = throttleProblems(throttle);
  const changeLimits = throttleProblems(changes, CHANGE_THROTTLE_FIELDS);
  const hasFields = stepsOf(draft, task).includes('fields');
  const blocked =
    held ||
    problems.size > 0 ||
    (copies && !isFine(limits)) ||
    (follows && !(isFine(changeLimits) && isWalLimitFine(walLimitProblems(log))));

  const edit = (name: AdvancedName, value: number | undefined) => {
    const next = { ...values, [name]: value };
    setValues(next);
    // What is saved can always be run: a wrong value stays on the page only.
    const checked = advancedConfig.safeParse(next);
    if (problemsOf(next).size === 0 && checked.success) change((before) => ({ ...before, advanced: checked.data }));
  };

  const hold = (next: ThrottleForm) => {
    setThrottle(next);
    if (isFine(throttleProblems(next))) change((before) => ({ ...before, full: { ...before.full, throttle: throttleOf(next) } }));
  };

  const holdChanges = (next: ThrottleForm) => {
    setChanges(next);
    if (!isFine(throttleProblems(next, CHANGE_THROTTLE_FIELDS))) return;
    change((before) => ({ ...before, incremental: { ...before.incremental, throttle: changeThrottleOf(next) } }));
  };

  const keep = (next: WalLimitForm) => {
    setLog(next);
    if (!isWalLimitFine(walLimitProblems(next))) return;
    change((before) => ({ ...before, incremental: { ...before.incremental, walLimit: walLimitOf(next) } }));
  };

  return (
    <>
      <PlaceCard />
      <CarriedCard />
      {destinationType(draft, task) === 'selectdb' && <SelectDbCard onProblem={setHeld} />}
      {copies && (
        <ThrottleCard
          title={m.throttle(steps.full)}
          text={m.throttleText}
          fields={THROTTLE_FIELDS}
          form={throttle}
          problems={limits}
          onChange={hold}
        />
      )}
      {follows && (
        <ThrottleCard
          title={m.throttle(steps.incremental)}
          text={m.changeThrottleText}
          fields={CHANGE_THROTTLE_FIELDS}
          form={changes}
          problems={changeLimits}
          onChange={holdChanges}
        />
      )}
      {follows && <WalLimitCard form={log} onChange={keep} />}
      <Card>
        <CardHeader title={m.title} description={m.text} divided />
        <CardBody className="divide-y">
          {ADVANCED_FIELDS.map((spec) => (
            <AdvancedField
              key={spec.name}
              spec={spec}
              value={values[spec.name]}
              problem={problems.get(spec.name)}
              onChange={(value) => edit(spec.name, value)}
            />
          ))}
        </CardBody>
      </Card>
      <WizardFooter
        step="advanced"
        next={{
          label: hasFields ? m.nextFields : m.next,
          onPress: () => router.push(stepPath(task.id, hasFields ? 'fields' : 'precheck')),
          disabled: blocked,
        }}
        note={blocked ? m.blocked : undefined}
        aside={<PreviewButton draft={draft} secrets={task.secrets} />}
      />
    </>
  );
}

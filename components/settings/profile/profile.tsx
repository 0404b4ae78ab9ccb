'use client';

import { useMessages } from '#components/locale.tsx';
import { LanguageSwitch, ThemeSwitch } from '#components/shell/preferences.tsx';
import { Card, CardBody, CardHeader } from '#components/ui/card.tsx';
import { DefinitionList } from '#components/ui/definition-list.tsx';
import type { SessionView } from '#lib/session/profile.ts';
import { AccountCard, type AccountCardProps } from './account-card.tsx';
import { profileMessages } from './messages.ts';
import { PasswordCard } from './password-card.tsx';
import { SessionCard } from './session-card.tsx';

export interface ProfileProps extends AccountCardProps {
  readonly sessions: readonly SessionView[];
}

/** The settings' page of one's own account. */
export function Profile({ person, sessions }: ProfileProps) {
  const m = useMessages(profileMessages);
  return (
    <div className="flex max-w-3xl flex-col gap-4">
      <AccountCard person={person} />
      <PasswordCard email={person.email} />
      <SessionCard initial={sessions} />
      <Card>
        <CardHeader title={m.look} description={m.lookText} />
        <CardBody>
          <DefinitionList
            items={[
              { label: m.theme, value: <ThemeSwitch /> },
              { label: m.language, value: <LanguageSwitch /> },
            ]}
          />
        </CardBody>
      </Card>
    </div>
  );
}

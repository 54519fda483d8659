import Type, { type Static } from 'typebox';
import {
  clockTime,
  emailAddress,
  givenPassword,
  id,
  moment,
  newPassword,
  nullable,
  secret,
  text,
  timeZone,
} from '../../fields.ts';
import { pageOf, pageParameters } from '../../paging.ts';
import { defaultRules } from '../../reminder-rules.ts';
import { securityEventTypes } from '../../security-events.ts';

const defaultReminders = nullable({
  ...defaultRules,
  description: 'when todos ring that are written without `reminders`; null for at the moment they are due',
});

export const Account = Type.Object(
  {
    id,
    email: nullable(Type.String()),
    name: nullable(Type.String()),
    time_zone: Type.String(),
    default_reminder_time: clockTime,
    default_reminders: defaultReminders,
    quiet_hours: Type.Unsafe<{ start: string; end: string } | null>({
      ...Type.Object({ start: clockTime, end: clockTime }),
      type: ['object', 'null'],
    }),
    created_at: moment,
  },
  { $id: 'Account' },
);

export const NewAccount = Type.Object(
  {
    email: emailAddress,
    password: newPassword,
    name: Type.Optional(text(1, 200)),
    time_zone: Type.Optional(timeZone),
    invitation: Type.Optional(
      Type.String({
        ...secret,
        description: 'the token of an invitation, which sign-up needs while it is closed',
      }),
    ),
  },
  { additionalProperties: false },
);
export type NewAccount = Static<typeof NewAccount>;

/** The form of the page behind an invitation. */
export const SignUpForm = Type.Omit(NewAccount, ['invitation'], { additionalProperties: false });

export const invitationParameters = Type.Object({ token: secret });

/** A merge patch, RFC 7396: what is absent stays, also within `quiet_hours`; null removes. */
export const AccountChange = Type.Partial(
  Type.Object({
    name: nullable(text(1, 200)),
    time_zone: timeZone,
    default_reminder_time: clockTime,
    default_reminders: defaultReminders,
    quiet_hours: Type.Unsafe<{ start?: string; end?: string } | null>({
      ...Type.Partial(Type.Object({ start: clockTime, end: clockTime }), { additionalProperties: false }),
      type: ['object', 'null'],
      description: 'when nothing rings, in time_zone; the end may be on the next day',
      examples: [{ start: '22:00', end: '07:00' }],
    }),
  }),
  { additionalProperties: false },
);
export type AccountChange = Static<typeof AccountChange>;

export const AccountDeletion = Type.Object({ password: givenPassword }, { additionalProperties: false });

export const PasswordChange = Type.Object(
  {
    current_password: Type.Optional(givenPassword),
    password: newPassword,
  },
  { additionalProperties: false },
);
export type PasswordChange = Static<typeof PasswordChange>;

export const SecurityEvent = Type.Object(
  {
    id,
    type: Type.Enum([...securityEventTypes]),
    address: nullable(Type.String()),
    user_agent: nullable(Type.String()),
    details: Type.Unsafe<Record<string, unknown>>({ type: 'object' }),
    created_at: moment,
  },
  { $id: 'SecurityEvent' },
);

export const SecurityEventPage = pageOf('SecurityEvent');

export const SecurityEventQuery = Type.Object(pageParameters, { additionalProperties: false });

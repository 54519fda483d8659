import Type, { type Static } from 'typebox';
import { secret } from '../../fields.ts';

export const actionParameters = Type.Object({ token: secret });

const form = Type.Object(
  {
    duration: Type.Optional(
      Type.String({
        // weeks, days, hours, minutes and seconds of ISO 8601
        pattern: '^P(?=.)(\\d{1,3}W)?(\\d{1,3}D)?(T(?=\\d)(\\d{1,4}H)?(\\d{1,5}M)?(\\d{1,7}S)?)?$',
        maxLength: 30,
        description: 'of a snooze, ISO 8601; PT1H where it is absent',
        examples: ['PT1H'],
      }),
    ),
    // RFC 8058 §3.1: what mail programs send
    'List-Unsubscribe': Type.Optional(Type.Literal('One-Click')),
  },
  { additionalProperties: false },
);

/** Nothing at all will do: ntfy posts no body. */
export const ActionForm = Type.Unsafe<Static<typeof form> | null | undefined>({ ...form, type: ['object', 'null'] });

import Type from 'typebox';
import { emailAddress, newPassword } from '../../fields.ts';

export const ResetRequest = Type.Object({ email: emailAddress }, { additionalProperties: false });

export const resetParameters = Type.Object({ token: Type.String({ maxLength: 200 }) });

export const ChosenPassword = Type.Object({ password: newPassword }, { additionalProperties: false });

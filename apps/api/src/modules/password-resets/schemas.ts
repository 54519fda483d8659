import Type from 'typebox';
import { emailAddress, newPassword, secret } from '../../fields.ts';

export const ResetRequest = Type.Object({ email: emailAddress }, { additionalProperties: false });

export const resetParameters = Type.Object({ token: secret });

export const ChosenPassword = Type.Object({ password: newPassword }, { additionalProperties: false });

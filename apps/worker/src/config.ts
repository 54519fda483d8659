import { databaseUrl, emailPattern, flag, logLevel, poolSize, port, publicUrl, readEnvironment, smtpUrl } from 'env';
import Type, { type Static } from 'typebox';

const SENDER = 'an e-mail address, or a name with the address behind it in <>';

const environment = Type.Object({
  DATABASE_URL: databaseUrl,
  WORKER_HOST: Type.String({ default: '127.0.0.1', minLength: 1, description: 'an address to listen on' }),
  WORKER_PORT: Type.Optional(Type.Integer(port)),
  WORKER_POOL_SIZE: Type.Integer({ ...poolSize, default: 5 }),
  PUBLIC_URL: { ...publicUrl, default: 'http://localhost:3000' },
  SMTP_URL: Type.Optional(smtpUrl),
  MAIL_FROM: Type.Optional(Type.String({ description: SENDER })),
  ALLOW_PRIVATE_TARGETS: flag(false),
  LOG_LEVEL: logLevel('info'),
});

export type Config = Readonly<Static<typeof environment> & { MAIL_FROM: string }>;

/** The settings of the worker, the one place that reads them. Throws EnvironmentError with a line per bad variable. */
export function readConfig(variables = process.env): Config {
  const config = readEnvironment(environment, variables, checks);
  const { origin, hostname } = new URL(config.PUBLIC_URL);
  return Object.freeze({
    ...config,
    PUBLIC_URL: origin,
    MAIL_FROM: config.MAIL_FROM ?? `Duebell <duebell@${hostname}>`,
  });
}

// what a pattern cannot tell
const checks = [
  { name: 'PUBLIC_URL', fits: URL.canParse, expected: 'an http or https address' },
  { name: 'SMTP_URL', fits: URL.canParse, expected: 'an SMTP URL such as smtps://user:password@mail.example.com' },
  { name: 'MAIL_FROM', fits: isSender, expected: SENDER },
] as const;

function isSender(text: string): boolean {
  const address = /^[^<>"\r\n]*<([^<>]+)>$/.exec(text)?.[1] ?? text;
  return new RegExp(emailPattern).test(address);
}

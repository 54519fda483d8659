import { databaseUrl, flag, logLevel, poolSize, port, publicUrl, readEnvironment, smtpUrl } from 'env';
import ipaddr from 'ipaddr.js';
import Type, { type Static } from 'typebox';

const PROXIES = 'addresses or subnets of proxies (10.0.0.2,fd00::/8), or loopback, linklocal, uniquelocal';
const ORIGINS = 'origins of browser applications, as in https://app.example.com,https://other.example.com';

const environment = Type.Object({
  DATABASE_URL: databaseUrl,
  API_HOST: Type.String({ default: '127.0.0.1', minLength: 1, description: 'an address to listen on' }),
  API_PORT: Type.Integer({ ...port, default: 3000 }),
  API_METRICS_PORT: Type.Optional(Type.Integer(port)),
  API_SQL_POOL_SIZE: Type.Integer({ ...poolSize, default: 10 }),
  API_ORM_POOL_SIZE: Type.Integer({ ...poolSize, default: 5 }),
  // a pooler that cannot tell which connection a statement was prepared on needs false
  PREPARED_STATEMENTS: flag(true),
  PUBLIC_URL: Type.Optional(publicUrl),
  TRUST_PROXY: Type.Optional(
    Type.String({
      pattern: '^[\\w.:/]+(, *[\\w.:/]+)*$',
      description: PROXIES,
    }),
  ),
  CORS_ORIGINS: Type.Optional(
    Type.String({
      pattern: '^https?://[^/?#@,\\s]+(, *https?://[^/?#@,\\s]+)*$',
      description: ORIGINS,
    }),
  ),
  RATE_LIMIT: Type.Integer({
    minimum: 0,
    maximum: 1_000_000_000,
    default: 6000,
    description: 'requests a minute for each token, 0 for no limit',
  }),
  // the worker sends with it; here it says whether there is mail at all
  SMTP_URL: Type.Optional(smtpUrl),
  SIGNUP: Type.Enum(['open', 'closed'], { default: 'closed', description: 'open or closed' }),
  LOG_LEVEL: logLevel('info'),
});

export type Config = Readonly<Static<typeof environment> & { PUBLIC_URL: string }>;

/** The settings of the api, the one place that reads them. Throws EnvironmentError with a line per bad variable. */
export function readConfig(variables = process.env): Config {
  const config = readEnvironment(environment, variables, checks);
  const url = config.PUBLIC_URL ?? `http://localhost:${config.API_PORT}`;
  return Object.freeze({ ...config, PUBLIC_URL: new URL(url).origin });
}

// what a pattern cannot tell
const checks = [
  { name: 'PUBLIC_URL', fits: URL.canParse, expected: 'an http or https address' },
  { name: 'SMTP_URL', fits: URL.canParse, expected: 'an SMTP URL such as smtps://user:password@mail.example.com' },
  { name: 'CORS_ORIGINS', fits: each(URL.canParse), expected: ORIGINS },
  { name: 'TRUST_PROXY', fits: each(isProxy), expected: PROXIES },
] as const;

function each(fits: (part: string) => boolean): (list: string) => boolean {
  return (list) => list.split(',').every((part) => fits(part.trim()));
}

/** Whole addresses only: `1` is one to the library as well, but a number of hops to whoever comes from another server. */
function isProxy(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true;
  return ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text) || ipaddr.isValidCIDR(text);
}

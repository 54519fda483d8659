import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '../../..');

interface Service {
  environment?: Record<string, string>;
  depends_on?: Record<string, unknown>;
  profiles?: string[];
  ports?: string[];
  image?: string;
  [setting: string]: unknown;
}

async function readServices(file: string): Promise<Record<string, Service>> {
  const reset = { tag: '!reset', collection: 'seq' as const };
  const { services } = parse(await readFile(join(root, file), 'utf8'), { merge: true, customTags: [reset] });
  return services;
}

const development = await readServices('docker-compose.yml');
const production = await readServices('infra/docker/production.yml');

test('each variable of a container is one that the documentation knows', async () => {
  const documented = await readFile(join(root, 'docs/operations.md'), 'utf8');
  for (const [name, { environment = {} }] of Object.entries({ ...development, ...production })) {
    if (name === 'postgres') continue;
    for (const variable of Object.keys(environment)) {
      expect(documented, `${variable} of ${name}`).toMatch(new RegExp(`\\b${variable.replace(/_FILE$/, '')}\\b`));
    }
  }
});

test('the mail server for trying is there when asked for, and nothing waits for it', () => {
  expect(development.mailpit).toMatchObject({ profiles: ['mail'], image: expect.stringMatching(/:v\d+\.\d+/) });
  for (const { depends_on = {} } of Object.values(development))
    expect(Object.keys(depends_on)).not.toContain('mailpit');
});

test('in production each container is limited, and none but the proxy is reached from outside', () => {
  const { mailpit, ...started } = development;
  expect(Object.keys(production).sort()).toEqual([...Object.keys(started), 'proxy'].sort());
  for (const [name, service] of Object.entries(production)) {
    expect(service, name).toMatchObject({
      read_only: true,
      security_opt: ['no-new-privileges:true'],
      mem_limit: expect.any(String),
      pids_limit: expect.any(Number),
      logging: { driver: 'local' },
    });
    // migrate runs to its end
    if (name !== 'migrate') expect({ ...development[name], ...service }.restart, name).toBe('unless-stopped');
    if (name !== 'proxy') expect({ ...development[name], ...service }.ports ?? [], name).toEqual([]);
  }
});

test('in production no password is in the environment: what is secret is taken from a file, and its like emptied', () => {
  const isSecret = (name: string) => /PASSWORD|DATABASE_URL|TOKEN|SMTP_URL/.test(name) && !name.endsWith('_FILE');
  for (const [name, { environment = {} }] of Object.entries(production)) {
    const merged = { ...development[name]?.environment, ...environment };
    for (const secret of Object.keys(merged).filter(isSecret)) {
      expect(merged[secret], `${secret} of ${name}`).toBe('');
      expect(merged[`${secret}_FILE`], `${secret}_FILE of ${name}`).toMatch(/^\/run\/secrets\//);
    }
  }
});

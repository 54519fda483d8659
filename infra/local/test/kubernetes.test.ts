import { spawnSync } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';

// Checked by the schemas of Kubernetes' own OpenAPI document, which the package kubernetes-models has as functions and as
// types. The functions know formats and what must be there; the types know every field, so that one that is misspelled, which
// a cluster would leave out, is found.

const root = join(import.meta.dirname, '../../..');
const folder = join(root, 'infra/kubernetes');

interface Manifest {
  apiVersion: string;
  kind: string;
  // biome-ignore lint/suspicious/noExplicitAny: the schemas judge what is in it
  [field: string]: any;
}

async function readManifests(): Promise<Manifest[]> {
  const files = (await readdir(folder)).filter((file) => file !== 'kustomization.yaml');
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return texts.flatMap((text) => parseAllDocuments(text).map((document) => document.toJS({ maxAliasCount: 0 })));
}

/** Where kubernetes-models has a kind: `v1/Service`, `apps/v1/Deployment`. */
const modelOf = ({ apiVersion, kind }: Manifest) => `kubernetes-models/${apiVersion}/${kind}`;

/** What tsc says about manifests, as values of the types that they are to have. */
async function findTypeErrors(manifests: Manifest[]): Promise<string> {
  const lines = manifests.map((manifest) => {
    const type = `import('${modelOf(manifest)}').I${manifest.kind}`;
    return `export const _${crypto.randomUUID().replaceAll('-', '')}: ${type} = ${JSON.stringify(manifest)};`;
  });
  // where kubernetes-models is found, and git does not look
  const file = join(root, `infra/local/node_modules/manifests-${crypto.randomUUID()}.ts`);
  await writeFile(file, lines.join('\n'));
  try {
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--target', 'esnext'];
    const { stdout, stderr } = spawnSync(join(root, 'node_modules/.bin/tsc'), [...options, '--ignoreConfig', file], {
      encoding: 'utf8',
    });
    return stdout + stderr;
  } finally {
    await rm(file);
  }
}

test('every manifest is what Kubernetes takes', async () => {
  const manifests = await readManifests();
  expect(manifests.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['Job', 'Deployment', 'Service', 'Ingress']),
  );
  for (const manifest of manifests) {
    const { [manifest.kind]: Model } = await import(modelOf(manifest));
    new Model(manifest).validate();
  }
  expect(await findTypeErrors(manifests)).toBe('');
});

test('the check finds a misspelled field, a wrong type and what is missing', async () => {
  const deployment = (await readManifests()).find(({ kind }) => kind === 'Deployment');
  const changed = (change: (container: Manifest) => void) => {
    const copy = structuredClone(deployment) as Manifest;
    change(copy.spec.template.spec.containers[0]);
    return copy;
  };
  const misspelled = changed((container) => {
    container.readynessProbe = container.readinessProbe;
  });
  expect(await findTypeErrors([misspelled])).toMatch(/readynessProbe/);
  const { Deployment } = await import('kubernetes-models/apps/v1/Deployment');
  const mistyped = changed((container) => {
    container.ports[0].containerPort = '3000';
  });
  // biome-ignore lint/suspicious/noExplicitAny: wrong on purpose
  expect(() => new Deployment(mistyped as any).validate()).toThrow(/containerPort/);
});

test('each setting that a manifest has is one that Duebell reads, and secrets come from the Secret', async () => {
  const documented = await readFile(join(root, 'docs/operations.md'), 'utf8');
  const manifests = await readManifests();
  const pods = manifests.flatMap(({ spec }) => spec?.template?.spec?.containers ?? []);
  const variables = pods.flatMap(({ env }) => env as { name: string; valueFrom: unknown }[]);
  const settings = Object.keys(manifests.find(({ kind }) => kind === 'ConfigMap')?.data);
  for (const name of [...variables.map(({ name }) => name), ...settings]) expect(documented).toContain(`\`${name}\``);
  for (const { name, valueFrom } of variables)
    expect(valueFrom).toEqual({ secretKeyRef: expect.objectContaining({ name: 'duebell', key: name }) });
});

test('what runs can do no more than it has to', async () => {
  const pods = (await readManifests()).flatMap(({ spec }) => spec?.template?.spec ?? []);
  expect(pods).toHaveLength(3);
  for (const { securityContext, containers, enableServiceLinks } of pods) {
    // the Service `api` would set API_PORT
    expect(enableServiceLinks).toBe(false);
    expect(securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    for (const { securityContext: own, resources } of containers) {
      expect(own).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(resources.limits.memory).toBeDefined();
    }
  }
});

test('the kustomization has every manifest and every image', async () => {
  const { resources, images } = parse(await readFile(join(folder, 'kustomization.yaml'), 'utf8'));
  const files = (await readdir(folder)).filter((file) => file !== 'kustomization.yaml');
  expect(resources.toSorted()).toEqual(files.toSorted());
  const pods = (await readManifests()).flatMap(({ spec }) => spec?.template?.spec?.containers ?? []);
  expect(images.map(({ name }: { name: string }) => name).toSorted()).toEqual(
    pods.map(({ image }) => image).toSorted(),
  );
});

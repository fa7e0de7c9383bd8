import { glob, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect } from 'chai';
import { parseAllDocuments } from 'yaml';
import type { KubernetesObject } from '../harness/api/resources.ts';
import { type LoadedScenario, loadScenarios } from '../harness/engine/load-scenarios.ts';
import type { PodSpec } from '../harness/kubernetes.ts';
import { fakeView } from '../harness/vocabulary/testing/fake-view.ts';

interface Manifest extends KubernetesObject {
  readonly spec?: {
    readonly selector?: Readonly<Record<string, unknown>>;
    readonly template?: { readonly metadata: { readonly labels: Record<string, string> }; readonly spec: PodSpec };
    readonly volumeName?: string;
    readonly replicas?: number;
    readonly volumeClaimTemplates?: readonly { readonly metadata: { readonly name: string } }[];
  };
}

const root = join(import.meta.dirname, '..');
const scenarios = await loadScenarios(root);
const files = (await Array.fromAsync(glob('suites/*/*.yaml', { cwd: root }))).sort();
const manifests = new Map(await Promise.all(files.map(async (file) => [file, await read(file)] as const)));

describe('every manifest', () => {
  for (const [file, objects] of manifests) {
    it(`${file} can be applied by hand in any namespace`, () => {
      expect(objects).to.have.length.above(0);
      for (const { apiVersion, kind, metadata } of objects) {
        expect({ apiVersion, kind, name: metadata?.name }).to.not.include({ apiVersion: undefined, kind: undefined });
        expect(metadata?.name).to.match(/^[a-z0-9.-]+$/);
        expect(metadata).to.not.have.property('namespace');
      }
    });

    it(`${file} selects the Pods that it describes`, () => {
      for (const { spec } of objects.filter(({ spec }) => spec?.template))
        expect(spec?.template?.metadata.labels).to.include(spec?.selector?.matchLabels);
    });

    it(`${file} gives containers what ACI takes, and mounts what is there`, () => {
      const templates = objects.flatMap(({ spec }) => spec?.volumeClaimTemplates ?? []).map(({ metadata }) => metadata);
      for (const { initContainers = [], containers, ...podSpec } of objects.flatMap(podSpecOf))
        for (const { command, args, volumeMounts = [] } of [...initContainers, ...containers]) {
          const volumes = [...(podSpec.volumes ?? []), ...templates];
          expect(args === undefined || command !== undefined, 'args without command').to.equal(true);
          expect(volumes.map(({ name }) => name)).to.include.members(volumeMounts.map(({ name }) => name));
        }
    });

    it(`${file} is used by a scenario`, () => {
      const directory = file.split('/')[1];
      const users = scenarios.filter(({ suite }) => suite === directory);
      expect(users.some((scenario) => manifestsOf(scenario).includes(basename(file)))).to.equal(true);
    });
  }
});

const sources = new Map(
  await Promise.all(scenarios.map(async ({ id, file }) => [id, await readFile(join(root, file), 'utf8')] as const)),
);

describe('every scenario', () => {
  for (const scenario of scenarios) {
    const { id, suite, control = [], documented } = scenario;
    const objects = manifestsOf(scenario).flatMap((name) => manifests.get(`suites/${suite}/${name}`) ?? []);

    it(`${id} fits on a page`, () => {
      expect(sources.get(id)?.trimEnd().split('\n')).to.have.length.at.most(40);
    });

    it(`${id} expects something of objects that its manifests describe`, () => {
      const described = new Set(objects.flatMap((object) => [nameOf(object), ...madeOf(object)]));
      const asked: string[] = [];
      const view = { ...fakeView([]), get: (kind: string, name: string) => void asked.push(`${kind}/${name}`) };
      const statements = documented.flatMap((made) => [
        ...made.expect,
        ...(made.kind === 'limitation' ? made.lifted : []),
      ]);
      for (const expectation of [...control, ...statements]) expectation.look(view);
      expect(asked.filter((name) => !described.has(name))).to.deep.equal([]);
    });

    it(`${id} leads its Services to Pods, and its Pods and claims to claims and volumes`, () => {
      const names = (kind: string) => objects.filter((object) => object.kind === kind).map((o) => o.metadata?.name);
      const labels = objects.map(({ spec }) => spec?.template?.metadata.labels ?? {});
      for (const { spec } of objects.filter(({ kind }) => kind === 'Service'))
        expect(labels.some((of) => Object.entries(spec?.selector ?? {}).every(([k, v]) => of[k] === v))).to.equal(true);
      for (const { volumes = [] } of objects.flatMap(podSpecOf))
        expect(names('PersistentVolumeClaim')).to.include.members(
          volumes.flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []),
        );
      for (const { spec } of objects.filter(({ kind }) => kind === 'PersistentVolumeClaim'))
        expect(names('PersistentVolume')).to.include.members(spec?.volumeName ? [spec.volumeName] : []);
    });
  }
});

function nameOf({ kind, metadata }: Manifest): string {
  return `${kind}/${metadata?.name}`;
}

/** What a StatefulSet's controller creates, under names that are known in advance. */
function madeOf({ kind, metadata, spec }: Manifest): string[] {
  if (kind !== 'StatefulSet') return [];
  const pods = Array.from({ length: spec?.replicas ?? 1 }, (_, ordinal) => `${metadata?.name}-${ordinal}`);
  const claims = (spec?.volumeClaimTemplates ?? []).flatMap((of) => pods.map((pod) => `${of.metadata.name}-${pod}`));
  return [...pods.map((pod) => `Pod/${pod}`), ...claims.map((claim) => `PersistentVolumeClaim/${claim}`)];
}

/** What is given, and what `when` applies later. */
function manifestsOf({ id, given }: LoadedScenario): string[] {
  const later = (sources.get(id) ?? '').matchAll(/(?:apply|attempt)\('([^']+\.yaml)'/g);
  return [...given, ...[...later].flatMap(([, name]) => name ?? [])];
}

/** Volumes that the scenario fills in are left out. */
function podSpecOf({ kind, spec }: Manifest): PodSpec[] {
  const found = kind === 'Pod' ? (spec as unknown as PodSpec) : spec?.template?.spec;
  if (!found) return [];
  const { volumes, ...rest } = found;
  return [Array.isArray(volumes) ? found : rest];
}

async function read(file: string): Promise<Manifest[]> {
  return parseAllDocuments(await readFile(join(root, file), 'utf8')).map((document) => {
    expect(document.errors, file).to.deep.equal([]);
    return document.toJS() as Manifest;
  });
}

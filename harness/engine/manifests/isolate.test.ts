import { expect } from 'chai';
import { resources } from '../../api/resources.ts';
import { ManifestError } from '../../errors.ts';
import { claimNames, imagesIn, isolate, namesOf, replaceImages } from './isolate.ts';
import { type ManifestObject, parseManifest } from './manifest.ts';

const volumes = `
apiVersion: v1
kind: PersistentVolume
metadata: { name: share }
spec:
  storageClassName: fast
  claimRef: { name: data, namespace: default }
  csi:
    driver: file.csi.azure.com
    volumeHandle: unique
    volumeAttributes: { shareName: aksshare, secretNamespace: default }
    nodeStageSecretRef: { name: azure-secret, namespace: default }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data, namespace: default }
spec: { volumeName: share, storageClassName: fast }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  volumeClaimTemplates:
    - metadata: { name: data }
      spec: { storageClassName: fast }
    - metadata: { name: other }
      spec: { storageClassName: managed-csi }
`;

describe('isolate', () => {
  it('gives a volume its own name and redirects its references to the namespace', () => {
    const [volume] = isolated(volumes);
    expect(volume).to.deep.include({ metadata: { name: 'share-x1' } });
    expect(volume?.spec).to.deep.equal({
      storageClassName: 'fast-x1',
      claimRef: { name: 'data', namespace: 'plimsoll-x' },
      csi: {
        driver: 'file.csi.azure.com',
        volumeHandle: 'unique-x1',
        volumeAttributes: { shareName: 'aksshare', secretNamespace: 'plimsoll-x' },
        nodeStageSecretRef: { name: 'azure-secret', namespace: 'plimsoll-x' },
      },
    });
  });

  it("leads the claims to the scenario's volume and class, and leaves classes of others alone", () => {
    const [, storageClass, claim, statefulSet] = isolated(volumes);
    expect(storageClass?.metadata).to.deep.equal({ name: 'fast-x1' });
    expect(claim?.metadata).to.deep.equal({ name: 'data', namespace: 'plimsoll-x' });
    expect(claim?.spec).to.deep.equal({ volumeName: 'share-x1', storageClassName: 'fast-x1' });
    expect(statefulSet).to.have.nested.property('spec.volumeClaimTemplates[0].spec.storageClassName', 'fast-x1');
    expect(statefulSet).to.have.nested.property('spec.volumeClaimTemplates[1].spec.storageClassName', 'managed-csi');
  });

  it('does not touch what was read', () => {
    const objects = parseManifest(volumes, 'x.yaml');
    const before = structuredClone(objects.map(({ object }) => object));
    isolatedAll(objects);
    expect(objects.map(({ object }) => object)).to.deep.equal(before);
  });

  it("keeps a disk's id, which is no free choice", () => {
    const [volume] = isolated(volumes.replace('file.csi.azure.com', 'ebs.csi.aws.com'));
    expect(volume).to.have.nested.property('spec.csi.volumeHandle', 'unique');
  });

  it('redirects the Secrets of a class to the namespace, and keeps its topology', () => {
    const [storageClass] = isolated(`
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: c }
parameters: { csi.storage.k8s.io/node-stage-secret-namespace: default, csi.storage.k8s.io/node-stage-secret-name: s }
allowedTopologies: [{ matchLabelExpressions: [{ key: topology.kubernetes.io/zone, values: [default] }] }]`);
    expect(storageClass).to.deep.include({
      metadata: { name: 'c-x1' },
      parameters: {
        'csi.storage.k8s.io/node-stage-secret-namespace': 'plimsoll-x',
        'csi.storage.k8s.io/node-stage-secret-name': 's',
      },
      allowedTopologies: [{ matchLabelExpressions: [{ key: 'topology.kubernetes.io/zone', values: ['default'] }] }],
    });
  });

  it('redirects the subjects of a RoleBinding to the namespace', () => {
    const [binding] = isolated(
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: r }\n' +
        'subjects: [{ kind: ServiceAccount, name: a, namespace: default }]',
    );
    expect(binding).to.have.nested.property('subjects[0].namespace', 'plimsoll-x');
  });

  it('lets only an exclusive scenario touch what others use', () => {
    const elsewhere = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: kube-system';
    const driver = 'apiVersion: storage.k8s.io/v1\nkind: CSIDriver\nmetadata: { name: d }';
    expect(() => isolated(elsewhere)).to.throw(ManifestError, 'x.yaml:5 (document 1, ConfigMap/a, metadata.namespace)');
    expect(() => isolated(driver)).to.throw(
      ManifestError,
      "only an exclusive scenario may touch the cluster's CSIDriver",
    );
    expect(isolated(elsewhere, true)[0]?.metadata).to.deep.equal({ name: 'a', namespace: 'kube-system' });
    expect(isolated(driver, true)[0]?.metadata).to.deep.equal({ name: 'd' });
  });
});

function isolated(text: string, exclusive = false) {
  return isolatedAll(parseManifest(text, 'x.yaml'), exclusive);
}

function isolatedAll(objects: readonly ManifestObject[], exclusive = false) {
  const names = namesOf('x1');
  claimNames(objects, names);
  return objects.map((written) => {
    const resource = Object.values(resources).find(({ kind }) => kind === written.object.kind) ?? resources.Pod;
    return isolate(written, resource, { namespace: 'plimsoll-x', suffix: 'x1', names, exclusive });
  });
}

const images = new Map([['busybox:1.35.0', 'mirror.example/busybox@sha256:12']]);
const spec = (...image: string[]) => ({
  initContainers: [{ name: 'first', image: 'busybox:1.35.0' }],
  containers: image.map((image, at) => ({ name: `c${at}`, image })),
});

describe('replaceImages', () => {
  for (const [what, wrapped] of [
    ['a Pod', (spec: object) => ({ kind: 'Pod', spec })],
    ['the template of a Deployment', (spec: object) => ({ kind: 'Deployment', spec: { template: { spec } } })],
    [
      'the template in a template of a CronJob',
      (spec: object) => ({ kind: 'CronJob', spec: { jobTemplate: { spec: { template: { spec } } } } }),
    ],
  ] as const)
    it(`uses other images in each container of ${what}`, () => {
      const object = wrapped(spec('busybox:1.35.0', 'nginx', 'docker.io/busybox:1.35.0'));
      replaceImages(object, images);
      expect(imagesIn(object)).to.deep.equal([
        'mirror.example/busybox@sha256:12',
        'mirror.example/busybox@sha256:12',
        'nginx',
        'docker.io/busybox:1.35.0',
      ]);
    });

  it('does not touch objects without containers', () => {
    const object = { kind: 'ConfigMap', data: { image: 'busybox:1.35.0', containers: 'busybox:1.35.0' }, spec: null };
    const before = structuredClone(object);
    replaceImages(object, images);
    expect(object).to.deep.equal(before);
  });
});

import { expect } from 'chai';
import { ManifestError } from '../../errors.ts';
import { parseManifest } from './manifest.ts';

const file = 'suites/s/x.yaml';
const twoPods = `# By hand: kubectl apply -f x.yaml
apiVersion: v1
kind: Pod
metadata:
  name: control
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels:
    app: web
    app.kubernetes.io/name: web
spec:
  template:
    spec:
      containers:
        - name: first
          image: a
        - name: web
          image: b
          ports:
            - containerPort: 80
`;

describe('parseManifest', () => {
  it('gives each document and where it stands', () => {
    const [control, web] = parseManifest(twoPods, file);
    expect(control?.object).to.deep.equal({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'control' } });
    expect(control?.place).to.deep.equal({ file, line: 2, document: 1, object: 'Pod/control' });
    expect(web?.place).to.deep.equal({ file, line: 7, document: 2, object: 'Deployment/web' });
  });

  for (const [field, line] of [
    ['spec.template.spec.containers[1].image', 21],
    ['.spec.template.spec.containers[name="web"].image', 21],
    ['spec.template.spec.containers[name="web"].ports[containerPort=80,protocol="TCP"].containerPort', 23],
    ['spec.template.spec.containers[1].imag', 20],
    ['metadata.labels.app.kubernetes.io/name', 13],
    ['metadata.labels[app.kubernetes.io/name]', 13],
    ['spec.template.spec.volumes[0].name', 16],
    ['status', 7],
  ] as const)
    it(`finds the line of ${field}, or of its nearest parent`, () => {
      const [, web] = parseManifest(twoPods, file);
      expect(web?.placeOf(field)).to.deep.include({ field, line });
    });

  it('reads YAML as kubectl does', () => {
    const text =
      'apiVersion: v1\nkind: A\nmetadata: { name: a }\nspec: { mode: 0644, on: yes, at: 2024-01-01, time: 1:30 }';
    const [object] = parseManifest(text, file);
    expect(object?.object.spec).to.deep.equal({ mode: 420, true: true, at: '2024-01-01', time: '1:30' });
  });

  it('skips documents that are empty, but counts them', () => {
    const text = '---\n# nothing\n---\napiVersion: v1\nkind: Pod\nmetadata: { name: a }\n---\n';
    expect(parseManifest(text, file).map(({ place }) => place.document)).to.deep.equal([2]);
    expect(parseManifest('', file)).to.deep.equal([]);
  });

  it('puts values in their places, and keeps lines', () => {
    const text = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a-${ZONE}\nspec: { nodeName: "${NODE}" }';
    const [pod] = parseManifest(text, file, { ZONE: 'z1', NODE: 'n' });
    expect(pod?.object).to.deep.include({ metadata: { name: 'a-z1' }, spec: { nodeName: 'n' } });
    expect(pod?.placeOf('spec')?.line).to.equal(5);
  });

  for (const [what, text, values, message] of [
    ['a tab', 'apiVersion: v1\nkind: Pod\nmetadata:\n\tname: a', {}, `${file}:4 (document 1)`],
    [
      'a duplicate key',
      'apiVersion: v1\nkind: Pod\nkind: Pod\nmetadata: { name: a }',
      {},
      `${file}:3 (document 1): Map keys must be unique`,
    ],
    [
      'a second document that is cut',
      'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\n---\nkind: {',
      {},
      `${file}:5 (document 2): `,
    ],
    ['text', 'hello', {}, `${file}:1 (document 1): expected a Kubernetes object`],
    ['no kind', 'apiVersion: v1\nmetadata: { name: a }', {}, `${file}:1 (document 1, kind): expected text, found none`],
    [
      'no name',
      '\n\napiVersion: v1\nkind: Pod\nmetadata: { generateName: a- }',
      {},
      `${file}:3 (document 1, Pod, metadata.name): expected text`,
    ],
    [
      'a List',
      'apiVersion: v1\nkind: List\nitems: []',
      {},
      `${file}:1 (document 1): expected each object in a document of its own`,
    ],
    ['a value that is not given', 'a: 1\nb: ${ZONE}', {}, `${file}:2: no value is given for \${ZONE}`],
    ['a value that nothing takes', 'a: 1', { ZONE: 'a' }, `${file}: nothing in it takes the value ZONE`],
    ['a value of two lines', 'a: ${ZONE}', { ZONE: 'a\nb' }, `${file}:1: the value of \${ZONE} is more than one line`],
  ] as const)
    it(`refuses ${what}`, () => {
      expect(() => parseManifest(text, file, values)).to.throw(ManifestError, message);
    });
});

import { expect } from 'chai';
import { BadInputError } from '../../harness/errors.ts';
import type { ClusterMetadata } from '../cluster-metadata.ts';
import type { DetectedCluster } from './detect-cluster.ts';
import { parseMapping } from './mapping.ts';
import { mergeCapabilities } from './merge-capabilities.ts';

const real = (name: string, version: string) => ({ name, version, simulated: false });
const simulated = (name: string, version: string) => ({ name, version, simulated: true });

const detected: DetectedCluster = {
  capabilities: new Set(['vm-nodes']),
  components: [real('kubernetes', '1.37.2'), real('kubelet', '1.37.2'), real('ebs-csi-driver', '1.64.0')],
  drivers: new Set(['ebs.csi.aws.com', 'disk.csi.akshci.com']),
};
const metadata: ClusterMetadata = {
  capabilities: ['load-balancer', 'zones', 'machines'],
  components: [real('kubernetes', '1.37.2'), simulated('kubelet', '1.37.2'), simulated('efs-csi-driver', '3.4.0')],
  pace: 1,
};
const merged = (mapping: string, recorded?: ClusterMetadata) =>
  mergeCapabilities(detected, { metadata: recorded, declared: parseMapping(mapping, 'm.yaml') });

describe('mergeCapabilities', () => {
  it('is what is detected, without metadata and mapping', () => {
    const { capabilities, components } = mergeCapabilities(detected, { metadata: undefined, declared: undefined });
    expect([...capabilities]).to.deep.equal(['vm-nodes']);
    expect(components).to.deep.equal(detected.components);
  });

  it('adds the metadata that the API does not show, and what is simulated', () => {
    const { capabilities, components } = mergeCapabilities(detected, { metadata, declared: undefined });
    // This process cannot stop machines, and the API shows that there are no zones any more.
    expect([...capabilities]).to.deep.equal(['vm-nodes', 'load-balancer']);
    expect(components).to.deep.equal([...metadata.components, real('ebs-csi-driver', '1.64.0')]);
  });

  it('adds what is declared', () => {
    const { capabilities, components } = merged(
      'capabilities: [traffic, vm-nodes]\n' +
        'components: { akshci-csi-driver: 1.2.3, ebs-csi-driver: { version: 1.64.0, simulated: true } }',
    );
    expect([...capabilities]).to.deep.equal(['vm-nodes', 'traffic']);
    expect(components).to.deep.equal([
      real('akshci-csi-driver', '1.2.3'),
      simulated('ebs-csi-driver', '1.64.0'),
      ...detected.components.slice(0, 2),
    ]);
  });

  it('refuses metadata of other versions', () => {
    const other = { ...metadata, components: [simulated('kubelet', '1.36.0')] };
    expect(() => mergeCapabilities(detected, { metadata: other, declared: undefined })).to.throw(
      'the cluster was made with kubelet 1.36.0 and shows 1.37.2',
    );
  });

  const untrue: Readonly<Record<string, readonly [string, RegExp]>> = {
    'a capability that the API would show': [
      'capabilities: [zones]',
      new RegExp(
        '^m.yaml:1:16: capabilities\\[0\\]: expected a capability that the cluster has, ' +
          'as its API would show this one; .*"zones"',
      ),
    ],
    'a driver whose CSIDriver is missing': [
      'components: { efs-csi-driver: 3.4.0 }',
      /^m.yaml:1:31: components.efs-csi-driver: .*no CSIDriver efs.csi.aws.com/,
    ],
    'a virtual kubelet without its node': ['components: { azure-aci: 1.4.8 }', /and there is no virtual node/],
    'another version': [
      'components: { ebs-csi-driver: 1.32.0 }',
      /expected the version that the API shows, 1.64.0; there was 1.32.0$/,
    ],
  };
  for (const [what, [mapping, message]] of Object.entries(untrue))
    it(`refuses ${what}`, () => {
      expect(() => merged(mapping)).to.throw(BadInputError, message);
    });

  it('refuses another version than that of the metadata', () => {
    expect(() => merged('components: { kubelet: 1.36.0 }', metadata)).to.throw(BadInputError, /1.37.2/);
  });
});

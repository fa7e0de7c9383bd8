import { expect } from 'chai';
import { BadInputError } from '../../../harness/bad-input.ts';
import type { ClusterMetadata } from '../../cluster-metadata.ts';
import type { DetectedCluster } from '../detection/detect-cluster.ts';
import { parseMapping } from './mapping.ts';
import { mergeCapabilities } from './merge-capabilities.ts';

const real = (name: string, version: string) => ({ name, version, simulated: false });
const simulated = (name: string, version: string) => ({ name, version, simulated: true });

const shown: DetectedCluster = {
  capabilities: new Set(['vm-nodes']),
  components: [real('kubernetes', '1.37.2'), real('kubelet', '1.37.2'), real('ebs-csi-driver', '1.64.0')],
  drivers: new Set(['ebs.csi.aws.com', 'disk.csi.akshci.com']),
};
const attested: ClusterMetadata = {
  capabilities: ['load-balancer', 'zones', 'machines'],
  components: [real('kubernetes', '1.37.2'), simulated('kubelet', '1.37.2'), simulated('efs-csi-driver', '3.4.0')],
  pace: 1,
};
const believed = (mapping: string, word?: ClusterMetadata) =>
  mergeCapabilities(shown, { attested: word, declared: parseMapping(mapping, 'm.yaml') });

describe('believe', () => {
  it('takes what is shown when nobody says more', () => {
    const { capabilities, components } = mergeCapabilities(shown, { attested: undefined, declared: undefined });
    expect([...capabilities]).to.deep.equal(['vm-nodes']);
    expect(components).to.deep.equal(shown.components);
  });

  it('takes the word of who made the cluster for what the API does not show, and for what is simulated', () => {
    const { capabilities, components } = mergeCapabilities(shown, { attested, declared: undefined });
    // Nobody here can stop machines, and that there are no zones any more the API knows better.
    expect([...capabilities]).to.deep.equal(['vm-nodes', 'load-balancer']);
    expect(components).to.deep.equal([...attested.components, real('ebs-csi-driver', '1.64.0')]);
  });

  it('takes what is declared besides', () => {
    const { capabilities, components } = believed(
      'capabilities: [traffic, vm-nodes]\ncomponents: { akshci-csi-driver: 1.2.3, ebs-csi-driver: { version: 1.64.0, simulated: true } }',
    );
    expect([...capabilities]).to.deep.equal(['vm-nodes', 'traffic']);
    expect(components).to.deep.equal([
      real('akshci-csi-driver', '1.2.3'),
      simulated('ebs-csi-driver', '1.64.0'),
      ...shown.components.slice(0, 2),
    ]);
  });

  it('does not take the word of who made a cluster with other versions', () => {
    const other = { ...attested, components: [simulated('kubelet', '1.36.0')] };
    expect(() => mergeCapabilities(shown, { attested: other, declared: undefined })).to.throw(
      'the cluster was made with kubelet 1.36.0 and shows 1.37.2',
    );
  });

  const untrue: Readonly<Record<string, readonly [string, RegExp]>> = {
    'a capability that the API would show': [
      'capabilities: [zones]',
      /^m.yaml:1:16: capabilities\[0\]: expected a capability that the cluster has, as its API would show this one; .*"zones"/,
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
  for (const [what, [mapping, says]] of Object.entries(untrue))
    it(`refuses ${what}`, () => {
      expect(() => believed(mapping)).to.throw(BadInputError, says);
    });

  it('refuses another version than was attested', () => {
    expect(() => believed('components: { kubelet: 1.36.0 }', attested)).to.throw(BadInputError, /1.37.2/);
  });
});

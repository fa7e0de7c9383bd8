import { expect } from 'chai';
import { BadInputError } from '../harness/errors.ts';
import {
  type ClusterName,
  type ClusterOptions,
  checkFitting,
  clusterWords,
  fittingOptions,
} from './cluster-options.ts';

describe('checkFitting', () => {
  const refused: readonly (readonly [ClusterName, Omit<ClusterOptions, 'cluster'>, string])[] = [
    ['embedded', { image: 'x' }, '--image is for --cluster kind, container or k3s; there was --cluster embedded'],
    ['embedded', { nodes: 3 }, '--nodes is for --cluster kind; there was --cluster embedded'],
    ['embedded', { images: 'x.yaml' }, '--images is for --cluster kind, k3s or existing; there was --cluster embedded'],
    ['kind', { context: 'dev' }, '--context is for --cluster existing; there was --cluster kind'],
    ['kind', { iOwnThisCluster: 'x' }, '--i-own-this-cluster is for --cluster existing; there was --cluster kind'],
    ['container', { kubeconfig: 'x' }, '--kubeconfig is for --cluster existing; there was --cluster container'],
    ['k3s', { mapping: 'x' }, '--mapping is for --cluster existing; there was --cluster k3s'],
    [
      'k3s',
      { topology: 'multi-az' },
      '--topology is for --cluster embedded, kind or container; there was --cluster k3s',
    ],
    [
      'existing',
      { context: 'dev', kubernetes: '1.37' },
      '--kubernetes is for --cluster embedded, kind, container or k3s; there was --cluster existing',
    ],
    ['existing', { context: 'dev', topology: 'x' }, '--topology is for --cluster embedded, kind or container'],
    ['existing', { context: 'dev', profile: ['x=y'] }, '--profile is for --cluster embedded, kind or container'],
    ['existing', {}, '--cluster existing: expected --context'],
  ];
  for (const [kind, options, message] of refused) {
    it(`refuses ${JSON.stringify(options)} for ${kind}`, () =>
      expect(() => checkFitting(options, [kind])).to.throw(BadInputError, message));
  }

  it('takes what fits', () => {
    checkFitting({ kubernetes: '1.36', topology: 'multi-az', image: 'x', nodes: 4, images: 'y.yaml' }, ['kind']);
    checkFitting({ context: 'a', iOwnThisCluster: 'a', kubeconfig: 'k', mapping: 'm', images: 'i' }, ['existing']);
  });

  it('asks that an option fit one of several', () => {
    checkFitting({ nodes: 3 }, ['embedded', 'kind']);
    expect(() => checkFitting({ nodes: 3 }, ['embedded', 'k3s'])).to.throw('there was --cluster embedded, k3s');
  });
});

describe('fittingOptions', () => {
  const options = { kubernetes: '1.36', image: 'x', nodes: 4, context: 'dev' };
  const cases: readonly (readonly [ClusterName, ClusterOptions])[] = [
    ['embedded', { cluster: 'embedded', kubernetes: '1.36' }],
    ['kind', { cluster: 'kind', kubernetes: '1.36', image: 'x', nodes: 4 }],
    ['existing', { cluster: 'existing', context: 'dev' }],
  ];
  for (const [kind, expected] of cases)
    it(`leaves for ${kind} what fits it`, () => expect(fittingOptions(options, kind)).to.deep.equal(expected));
});

describe('clusterWords', () => {
  it('names the kind but for the default, and each value with its flag', () => {
    expect(clusterWords({ cluster: 'embedded' })).to.deep.equal([]);
    expect(
      clusterWords({ cluster: 'kind', image: 'x', nodes: 4, profile: ['ebs=1.32', 'efs=2.1'] }).join(' '),
    ).to.equal('--cluster kind --profile ebs=1.32 --profile efs=2.1 --image x --nodes 4');
  });
});

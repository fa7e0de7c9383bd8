import { expect } from 'chai';
import { BadInputError } from '../harness/errors.ts';
import {
  type ClusterName,
  type ClusterOptions,
  checkFitting,
  exportLine,
  optionsFor,
  reproduceCommand,
  shellCommand,
} from './cluster-options.ts';

describe('checkFitting', () => {
  const refused: readonly (readonly [ClusterName, Omit<ClusterOptions, 'cluster'>, string])[] = [
    ['embedded', { image: 'x' }, '--image is for --cluster kind, container or k3s; found --cluster embedded'],
    ['embedded', { nodes: 3 }, '--nodes is for --cluster kind; found --cluster embedded'],
    ['embedded', { images: 'x.yaml' }, '--images is for --cluster kind, k3s or existing; found --cluster embedded'],
    ['kind', { context: 'dev' }, '--context is for --cluster existing; found --cluster kind'],
    ['kind', { iOwnThisCluster: 'x' }, '--i-own-this-cluster is for --cluster existing; found --cluster kind'],
    ['container', { kubeconfig: 'x' }, '--kubeconfig is for --cluster existing; found --cluster container'],
    ['k3s', { mapping: 'x' }, '--mapping is for --cluster existing; found --cluster k3s'],
    ['k3s', { topology: 'multi-az' }, '--topology is for --cluster embedded, kind or container; found --cluster k3s'],
    [
      'existing',
      { context: 'dev', kubernetes: '1.37' },
      '--kubernetes is for --cluster embedded, kind, container or k3s; found --cluster existing',
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

  it('requires that an option fits one of several kinds', () => {
    checkFitting({ nodes: 3 }, ['embedded', 'kind']);
    expect(() => checkFitting({ nodes: 3 }, ['embedded', 'k3s'])).to.throw('found --cluster embedded, k3s');
  });
});

describe('optionsFor', () => {
  const options = { kubernetes: '1.36', image: 'x', nodes: 4, context: 'dev' };
  const cases: readonly (readonly [ClusterName, ClusterOptions])[] = [
    ['embedded', { cluster: 'embedded', kubernetes: '1.36' }],
    ['kind', { cluster: 'kind', kubernetes: '1.36', image: 'x', nodes: 4 }],
    ['existing', { cluster: 'existing', context: 'dev' }],
  ];
  for (const [kind, expected] of cases)
    it(`leaves for ${kind} what fits it`, () => expect(optionsFor(options, kind)).to.deep.equal(expected));
});

describe('shellCommand', () => {
  it('leaves plain words as they are', () =>
    expect(shellCommand(['run', '--profile', 'aci=aks-1.6'])).to.equal('./plimsoll run --profile aci=aks-1.6'));
  it('quotes what a shell would expand', () =>
    expect(shellCommand(['run', '--scenario', 'pvc-*', "it's"])).to.equal(
      `./plimsoll run --scenario 'pvc-*' 'it'\\''s'`,
    ));
});

describe('reproduceCommand', () => {
  it('keeps the options that select the cluster, and leaves out the rest', () => {
    const options = { kubernetes: '1.36', profile: ['aci=aks-1.6'], timeoutFactor: 2, strict: true, suite: ['x'] };
    expect(reproduceCommand('suite/behaviour', options)).to.equal(
      './plimsoll run --scenario suite/behaviour --kubernetes 1.36 --profile aci=aks-1.6 --timeout-factor 2',
    );
  });
  it('names the kind of cluster', () =>
    expect(reproduceCommand('suite/behaviour', { cluster: 'kind', image: 'x:1' })).to.equal(
      './plimsoll run --scenario suite/behaviour --cluster kind --image x:1',
    ));
  it('names each value with its flag', () =>
    expect(
      reproduceCommand('a/b', { cluster: 'kind', image: 'x', nodes: 4, profile: ['ebs=1.32', 'efs=2.1'] }),
    ).to.equal(
      './plimsoll run --scenario a/b --cluster kind --profile ebs=1.32 --profile efs=2.1 --image x --nodes 4',
    ));
  it('leaves out the defaults', () =>
    expect(reproduceCommand('suite/behaviour', { cluster: 'embedded', timeoutFactor: 1 })).to.equal(
      './plimsoll run --scenario suite/behaviour',
    ));
});

describe('exportLine', () => {
  it('quotes what a shell would split or expand', () =>
    expect(exportLine('KUBECONFIG', '/tmp/a b/$x')).to.equal("export KUBECONFIG='/tmp/a b/$x'"));
});

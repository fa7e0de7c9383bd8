import { expect } from 'chai';
import { commandLine, exported, reproduction } from './command-line.ts';

describe('commandLine', () => {
  it('leaves plain words as they are', () =>
    expect(commandLine(['run', '--profile', 'aci=aks-1.6'])).to.equal('./plimsoll run --profile aci=aks-1.6'));
  it('quotes what a shell would expand', () =>
    expect(commandLine(['run', '--scenario', 'pvc-*', "it's"])).to.equal(
      `./plimsoll run --scenario 'pvc-*' 'it'\\''s'`,
    ));
});

describe('reproduction', () => {
  it('keeps what chooses the cluster and leaves out the rest', () => {
    const options = { kubernetes: '1.36', profile: ['aci=aks-1.6'], timeoutFactor: 2, strict: true, suite: ['x'] };
    expect(reproduction('suite/behaviour', options)).to.equal(
      './plimsoll run --scenario suite/behaviour --kubernetes 1.36 --profile aci=aks-1.6 --timeout-factor 2',
    );
  });
  it('names the kind of cluster', () =>
    expect(reproduction('suite/behaviour', { cluster: 'kind', image: 'x:1' })).to.equal(
      './plimsoll run --scenario suite/behaviour --cluster kind --image x:1',
    ));
  it('says no more than it must', () =>
    expect(reproduction('suite/behaviour', { timeoutFactor: 1 })).to.equal(
      './plimsoll run --scenario suite/behaviour',
    ));
});

describe('exported', () => {
  it('survives what a shell would take apart', () =>
    expect(exported('KUBECONFIG', '/tmp/a b/$x')).to.equal("export KUBECONFIG='/tmp/a b/$x'"));
});

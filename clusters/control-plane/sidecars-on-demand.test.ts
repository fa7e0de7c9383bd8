import { expect } from 'chai';
import { secondsOf, sidecarArguments } from './sidecars-on-demand.ts';

const settings = { socket: '/run/csi.sock', kubeconfig: '/run/kubeconfig', pace: 20 };
const always = [
  '--csi-address=/run/csi.sock',
  '--kubeconfig=/run/kubeconfig',
  '--leader-election=false',
  '--kube-api-qps=5000',
  '--kube-api-burst=5000',
];

describe('sidecarArguments', () => {
  it('keeps the flags of the manifest, and divides its waits by the pace', () => {
    const flags = {
      'default-fstype': 'ext4',
      'retry-interval-max': '30m',
      timeout: '60s',
      'extra-create-metadata': true,
    };
    expect(sidecarArguments('csi-provisioner', flags, settings)).to.have.members([
      '--default-fstype=ext4',
      '--timeout=60s',
      '--extra-create-metadata=true',
      '--retry-interval-start=50ms',
      '--retry-interval-max=90000ms',
      '--capacity-poll-interval=3000ms',
      ...always,
    ]);
  });

  it('divides the defaults of what the manifest does not set', () => {
    const waits = ['--retry-interval-start=50ms', '--retry-interval-max=15000ms'];
    expect(sidecarArguments('csi-attacher', {}, settings)).to.have.members([
      ...waits,
      '--resync=30000ms',
      '--reconcile-sync=3000ms',
      ...always,
    ]);
    expect(sidecarArguments('csi-resizer', {}, settings)).to.have.members([
      ...waits,
      '--resync-period=30000ms',
      ...always,
    ]);
  });

  it('keeps all waits at pace 1', () => {
    const flags = { 'retry-interval-max': '30m' };
    expect(sidecarArguments('csi-resizer', flags, { ...settings, pace: 1 })).to.have.members([
      '--retry-interval-max=30m',
      ...always,
    ]);
  });

  it('replaces the flags of the place where it runs', () => {
    const flags = {
      'csi-address': '$(ADDRESS)',
      'leader-election': true,
      'http-endpoint': ':8080',
      'metrics-address': ':8081',
      'kube-api-qps': 20,
    };
    expect(sidecarArguments('csi-attacher', flags, { ...settings, pace: 1 })).to.have.members(always);
  });
});

describe('secondsOf', () => {
  const cases = { '1s': 1, '1m30s': 90, '5m0s': 300, '30m': 1800, '1h': 3600, '250ms': 0.25, '1.5s': 1.5, '0': 0 };
  for (const [duration, seconds] of Object.entries(cases)) {
    it(`is ${seconds} for ${duration}`, () => expect(secondsOf(duration)).to.be.closeTo(seconds, 1e-9));
  }
  for (const duration of ['', '5', 'm', '5 m', '5minutes']) {
    it(`refuses "${duration}"`, () => expect(() => secondsOf(duration)).to.throw(`it is "${duration}"`));
  }
});

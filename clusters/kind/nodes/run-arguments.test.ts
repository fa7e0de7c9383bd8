import { expect } from 'chai';
import type { Container } from '../docker/inspect.ts';
import { runArguments } from './run-arguments.ts';

/** What `docker inspect` says of a control plane that kind made, as far as it is read. */
const controlPlane: Container = {
  Name: '/c-control-plane',
  Config: {
    Image: 'kindest/node:v1.37.0',
    Env: ['KUBECONFIG=/etc/kubernetes/admin.conf', 'NO_PROXY=10.0.0.0/8', 'PATH=/usr/bin', 'container=docker'],
    Labels: { 'io.x-k8s.kind.cluster': 'c', 'io.x-k8s.kind.role': 'control-plane' },
    Volumes: { '/var': {} },
  },
  HostConfig: {
    Binds: ['/lib/modules:/lib/modules:ro', '/names/c-control-plane:/etc/hostname:ro', '/data/master1:/data'],
    CgroupnsMode: 'private',
    Devices: [{ PathOnHost: '/dev/fuse' }],
    Init: false,
    NetworkMode: 'kind',
    Privileged: true,
    RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 1 },
    SecurityOpt: ['seccomp=unconfined', 'apparmor=unconfined', 'label=disable'],
    Sysctls: null,
    Tmpfs: { '/run': '', '/tmp': 'size=1g' },
    UsernsMode: '',
  },
  NetworkSettings: { Networks: { kind: { IPAddress: '172.18.0.2' } } },
};

describe('runArguments', () => {
  const mounts = [
    { hostPath: '/names/c-worker4', containerPath: '/etc/hostname', readOnly: true },
    { hostPath: '/data/worker4', containerPath: '/data' },
  ];
  const args = runArguments(controlPlane, { name: 'c-worker4', mounts });
  const valuesOf = (option: string) => args.filter((_, index) => args[index - 1] === option);

  it('runs the same image last, detached, on the same network, under its own name', () => {
    expect(args.slice(0, 3)).to.deep.equal(['run', '--detach', '--tty']);
    expect(args.at(-1)).to.equal('kindest/node:v1.37.0');
    expect([valuesOf('--name'), valuesOf('--hostname'), valuesOf('--network')]).to.deep.equal([
      ['c-worker4'],
      ['c-worker4'],
      ['kind'],
    ]);
  });

  it('may do what a node may', () => {
    expect(args).to.include.members([
      '--privileged=true',
      '--init=false',
      '--cgroupns=private',
      '--restart=on-failure:1',
    ]);
    expect(args.some((one) => one.startsWith('--userns'))).to.equal(false);
    expect(valuesOf('--security-opt')).to.deep.equal(['seccomp=unconfined', 'apparmor=unconfined']);
    expect(valuesOf('--tmpfs')).to.deep.equal(['/run', '/tmp:size=1g']);
    expect(valuesOf('--device')).to.deep.equal(['/dev/fuse']);
  });

  it("sees what every node sees of the host, and its own, but not the other machine's", () =>
    expect(valuesOf('--volume')).to.deep.equal([
      '/var',
      '/lib/modules:/lib/modules:ro',
      '/names/c-worker4:/etc/hostname:ro',
      '/data/worker4:/data',
    ]));

  it('is a worker of the same cluster', () =>
    expect(valuesOf('--label')).to.deep.equal(['io.x-k8s.kind.cluster=c', 'io.x-k8s.kind.role=worker']));

  it('has the environment of a node, without what is of the control plane or of the image', () =>
    expect(valuesOf('--env')).to.deep.equal(['NO_PROXY=10.0.0.0/8', 'container=docker']));
});

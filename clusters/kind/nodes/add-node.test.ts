import { spawn } from 'node:child_process';
import { expect } from 'chai';
import { errorOf } from '../../testing/contract-objects.ts';
import { type Answer, fakeDocker } from '../testing/fake-docker.ts';
import { type Joining, joinNode } from './add-node.ts';

const registration = { name: 'node4', flags: {}, taints: [], further: {} };
const configuration = `apiVersion: kubeadm.k8s.io/v1beta4
kind: JoinConfiguration
nodeRegistration:
  kubeletExtraArgs: []
`;

/** Lets a container join that boots immediately, with this answer of kubeadm; resolves with the commands, in order. */
async function joined(kubeadm: Answer, further: Partial<Joining> = {}) {
  const { docker, asked } = fakeDocker({
    'exec like cat': configuration,
    'exec --interactive new': '',
    'exec new kubeadm join': kubeadm,
  });
  const booting = { ...docker, spawn: () => spawn('echo', ['[  OK  ] Reached target Multi-User System.']) };
  const prepare = async () => void asked.push('prepare');
  const { signal } = new AbortController();
  await joinNode(booting, {
    container: 'new',
    like: 'like',
    address: '10.0.0.9',
    registration,
    prepare,
    signal,
    ...further,
  });
  return asked;
}

describe('joinNode', function () {
  this.timeout(20_000); // starts processes, on a machine that may be busy

  it('prepares the machine when it has booted, and before it is a node', async () => {
    const done = await joined('');
    expect(done.map((command) => command.split(' ').slice(0, 4).join(' '))).to.deep.equal([
      'exec like cat /kind/kubeadm.conf',
      'prepare',
      'exec --interactive new cp',
      'exec new kubeadm join',
    ]);
  });

  it('says in a line why kubeadm did not let it join', async () => {
    const complaint =
      'I1123 join.go:419] [preflight]\nerror execution phase preflight: no etcd\nTo see the stack trace …';
    const error = await errorOf(joined({ code: 1, complaint }));
    expect(error).to.have.property('message', 'kubeadm join: error execution phase preflight: no etcd');
  });
});

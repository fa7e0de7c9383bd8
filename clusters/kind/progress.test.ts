import { expect } from 'chai';
import { kindProgress, whyKindFailed } from './progress.ts';

describe('kindProgress', () => {
  it('tells each step when it begins, without its picture', () => {
    const told: string[] = [];
    const steps = kindProgress((line) => told.push(line));
    for (const line of [
      'Creating cluster "c" ...',
      ' • Preparing nodes 📦 📦  ...',
      ' ✓ Preparing nodes 📦 📦',
      ' • Starting control-plane 🕹️  ...',
      ' ✗ Starting control-plane 🕹️',
    ])
      steps.told(line);
    expect(told).to.deep.equal(['kind: Preparing nodes', 'kind: Starting control-plane']);
    expect(steps.step).to.equal('Starting control-plane');
  });
});

describe('whyKindFailed', () => {
  for (const { title, output, why } of [
    {
      title: 'of what a command in a node complained of',
      output: `ERROR: failed to create cluster: failed to init node with kubeadm: command "docker exec c kubeadm init" failed with error: exit status 1

Command Output: I1123 init.go:1] hello
error execution phase wait-control-plane: timed out
To see the stack trace of this error execute with --v=5 or higher`,
      why: 'failed to init node with kubeadm: command "docker exec c kubeadm init" failed with error: exit status 1: error execution phase wait-control-plane: timed out',
    },
    {
      title: "of kind's own words",
      output: 'ERROR: node(s) already exist for a cluster with the name "c"\n',
      why: 'node(s) already exist for a cluster with the name "c"',
    },
    {
      title: 'of the last line where there is no better one',
      output: 'panic\nexit status 2\n\n',
      why: 'exit status 2',
    },
    { title: 'of silence', output: '', why: 'it said nothing' },
  ])
    it(`is made ${title}`, () => expect(whyKindFailed(output)).to.equal(why));
});

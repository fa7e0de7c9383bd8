import { expect } from 'chai';
import { daemonset } from './daemonset.ts';
import { fakeView, machine, nodes, podOn, virtual } from './testing/fake-view.ts';

const agent = daemonset('web');
const set = (observedGeneration: number) => ({
  kind: 'DaemonSet',
  metadata: { name: 'web', generation: 1 },
  spec: { selector: { matchLabels: { app: 'web' } } },
  status: { observedGeneration },
});
const aimed = (node: string) =>
  podOn(undefined, {
    status: { phase: 'Pending' },
    spec: {
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] }],
          },
        },
      },
    },
  });

describe('daemonset', () => {
  const view = (...more: object[]) => fakeView([...nodes, set(1), ...more]);

  it('runs one Pod on every VM node', () => {
    expect(agent.runsOnEveryVmNode().look(view(podOn(machine))).met).to.equal(true);
    expect(agent.runsOnEveryVmNode().look(view(podOn(machine), podOn(machine))).met).to.equal(false);
    expect(agent.runsOnEveryVmNode().look(view(podOn(virtual))).met).to.equal(false);
    expect(agent.runsOnEveryVmNode().look(fakeView([set(1)])).met).to.equal(false);
  });

  it('need not run where a taint keeps it away', () => {
    const tainted = {
      kind: 'Node',
      metadata: { name: 'gpu' },
      spec: { taints: [{ key: 'gpu', effect: 'NoSchedule' }] },
    };
    expect(agent.runsOnEveryVmNode().look(view(tainted, podOn(machine))).met).to.equal(true);
    expect(agent.runsOnEveryVmNode().look(view({ ...tainted, spec: {} }, podOn(machine))).met).to.equal(false);
  });

  it('stays off the virtual node unless a Pod is there or on its way', () => {
    expect(agent.staysOffVirtualNode().look(view(podOn(machine))).met).to.equal(true);
    expect(agent.staysOffVirtualNode().look(view(podOn(virtual))).met).to.equal(false);
    expect(agent.staysOffVirtualNode().look(view(aimed(machine))).met).to.equal(true);
    expect(agent.staysOffVirtualNode().look(view(aimed(virtual))).met).to.equal(false);
  });

  it('does not stay off before its controller has looked', () => {
    expect(agent.staysOffVirtualNode().look(fakeView([...nodes, set(0)])).met).to.equal(false);
    expect(agent.staysOffVirtualNode().look(fakeView(nodes)).met).to.equal(false);
  });

  it('runs on the virtual node when a Pod runs there', () => {
    expect(agent.runsOnVirtualNode().look(view(podOn(virtual))).met).to.equal(true);
    expect(agent.runsOnVirtualNode().look(view(podOn(virtual, { status: { phase: 'Pending' } }))).met).to.equal(false);
    expect(agent.runsOnVirtualNode().look(view(podOn(machine))).met).to.equal(false);
  });
});

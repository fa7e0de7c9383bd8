import { expect } from 'chai';
import { matching } from './matcher.ts';
import { pod } from './pod.ts';
import { fakeView, machine, nodes, podOn, refused, virtual } from './testing/fake-view.ts';

const text = 'pod web requires volume data which is of an unsupported type';
const unschedulable = [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }];
const full = '0/1 nodes are available: 1 Insufficient cpu.';
const tooSmall = [{ ...unschedulable[0], message: full }];
const web = pod('web');
const refusal = { reason: 'ProviderFailed', message: 'pod <pod> requires volume data which is of an unsupported type' };

type Case = readonly [expectation: ReturnType<typeof web.isRunning>, pod: object | undefined, seen: string];

/** met; not yet; never: not met, and nothing can change that. */
const cases: readonly Case[] = [
  [web.isRunning(), podOn(machine), 'met'],
  [web.isRunning(), undefined, 'not yet'],
  [web.isRunning(), podOn(machine, { status: { conditions: [{ type: 'Ready', status: 'False' }] } }), 'not yet'],
  [web.isRunning(), podOn(machine, { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } }), 'not yet'],
  [web.isRunning(), podOn(virtual, { status: refused(text) }), 'never'],
  [web.isRunning(), podOn(machine, { status: { phase: 'Failed' } }), 'never'],
  [
    web.isRunning(),
    podOn(machine, { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' }, status: { phase: 'Failed' } }),
    'not yet',
  ],
  [web.runsOnVirtualNode(), podOn(virtual), 'met'],
  [web.runsOnVirtualNode(), podOn(machine), 'never'],
  [web.runsOnVmNode(), podOn(machine), 'met'],
  [web.runsOnVmNode(), podOn(virtual), 'never'],
  [web.isAssignedToVirtualNode(), podOn(virtual, { status: refused(text) }), 'met'],
  [web.isAssignedToVirtualNode(), podOn(undefined, { status: { phase: 'Pending' } }), 'not yet'],
  [web.isAssignedToVirtualNode(), podOn(machine), 'never'],
  [web.isRefused(refusal), podOn(virtual, { status: refused(text) }), 'met'],
  [web.isRefused(refusal), podOn(virtual, { status: refused(text.replace('pod', 'Pod')) }), 'not yet'],
  [web.isRefused(refusal), podOn(virtual, { status: refused(`${text} disk.csi.azure.com`) }), 'not yet'],
  [web.isRefused(refusal), podOn(virtual, { status: { ...refused(text), reason: 'Failed' } }), 'not yet'],
  [web.isRefused(refusal), podOn(virtual, { status: { ...refused(text), podIP: '10.241.0.4' } }), 'not yet'],
  [web.isRefused(refusal), podOn(virtual, { status: { ...refused(text), phase: 'Failed' } }), 'not yet'],
  [
    web.isRefused({ ...refusal, message: matching(/unsupported/, 'the type') }),
    podOn(virtual, { status: refused(text) }),
    'met',
  ],
  [
    web.isRefused(refusal),
    podOn(virtual, { spec: { restartPolicy: 'Never' }, status: { ...refused(text), phase: 'Failed' } }),
    'met',
  ],
  [web.isUnschedulable(), podOn(undefined, { status: { phase: 'Pending', conditions: unschedulable } }), 'met'],
  [web.isUnschedulable(), podOn(undefined, { status: { phase: 'Pending', conditions: [] } }), 'not yet'],
  [web.isUnschedulable(), podOn(virtual), 'never'],
  [
    web.isUnschedulable(matching(/cpu/, 'no CPU')),
    podOn(undefined, { status: { phase: 'Pending', conditions: tooSmall } }),
    'met',
  ],
  [
    web.isUnschedulable(matching(/memory/, 'no memory')),
    podOn(undefined, { status: { phase: 'Pending', conditions: tooSmall } }),
    'not yet',
  ],
  [web.waitsInSilence(), podOn(virtual, { status: { phase: 'Pending', conditions: [] } }), 'met'],
  [web.waitsInSilence(), podOn(undefined, { status: { phase: 'Pending', conditions: [] } }), 'not yet'],
  [web.waitsInSilence(), podOn(virtual, { status: refused(text) }), 'not yet'],
  [web.hasSucceeded(), podOn(virtual, { status: { phase: 'Succeeded' } }), 'met'],
  [web.hasSucceeded(), podOn(virtual), 'not yet'],
  [web.hasSucceeded(), podOn(virtual, { status: { phase: 'Failed' } }), 'never'],
  [web.hasFailed(), podOn(virtual, { status: { phase: 'Failed' } }), 'met'],
  [web.hasFailed(), podOn(virtual, { status: { phase: 'Succeeded' } }), 'never'],
  [web.isGone(), undefined, 'met'],
  [web.isGone(), podOn(virtual), 'not yet'],
];

describe('pod', () => {
  for (const [expectation, object, seen] of cases) {
    const look = () => expectation.look(fakeView([...nodes, ...(object ? [object] : [])]));
    const given = object ? JSON.stringify((object as { status: unknown }).status) : 'no Pod';
    it(`${expectation.summary}: ${seen}, given ${given}`, () => {
      const { met, final } = look();
      expect(met ? 'met' : final ? 'never' : 'not yet').to.equal(seen);
    });
  }

  it('describes why it is Pending', () => {
    expect(web.isUnschedulable().summary).to.equal('Pod web is Pending: the scheduler finds no node for it');
    expect(web.isUnschedulable(matching(/zone/, 'no node is in its zone')).summary).to.equal(
      'Pod web is Pending: no node is in its zone',
    );
  });

  it('shows what it saw in words', () => {
    const { saw } = web.isRunning().look(fakeView([podOn(virtual, { status: refused(text) })]));
    expect(saw).to.equal(`Pending, ProviderFailed: ${text}, on ${virtual}`);
  });

  it('distinguishes a Pod that runs from one that is Ready', () => {
    const { saw } = web.isRunning().look(fakeView([podOn(machine, { status: { conditions: [] } })]));
    expect(saw).to.equal(`Running, not Ready, on ${machine}`);
  });

  it('shows containers that wait or have ended, deletion, and no node', () => {
    const containerStatuses = [
      { name: 'a', state: { waiting: { reason: 'CrashLoopBackOff' } } },
      { name: 'b', state: { terminated: { exitCode: 0, reason: 'NotFound' } } },
    ];
    const metadata = { deletionTimestamp: '2026-01-01T00:00:00Z' };
    const { saw } = web.isRunning().look(fakeView([podOn(undefined, { metadata, status: { containerStatuses } })]));
    expect(saw).to.equal(
      'Terminating, Running, container a waits (CrashLoopBackOff), container b ended with 0 (NotFound), on no node',
    );
  });

  it('finds a state that has passed in the history', () => {
    const history = ['Running, on n', 'Terminating, Running, on n'];
    expect(web.wasSeen(matching(/^Terminating/, 'terminating')).look(fakeView([], { history })).met).to.equal(true);
    expect(web.wasSeen(matching(/^Failed/, 'failed')).look(fakeView([], { history })).met).to.equal(false);
  });

  for (const [on, chosen, met] of [
    ['n', 'a', true],
    ['n', 'b', false],
    ['n', undefined, false],
    [machine, 'a', false],
    [undefined, undefined, false],
  ] as const)
    it(`runs in the chosen zone ${chosen ?? 'of none'}, given it is on ${on ?? 'no node'}: ${met}`, () => {
      const zonal = { kind: 'Node', metadata: { name: 'n', labels: { 'topology.kubernetes.io/zone': 'a' } } };
      expect(web.runsInZone(() => chosen).look(fakeView([...nodes, zonal, podOn(on)])).met).to.equal(met);
    });
});

const crashes = { waiting: { reason: 'CrashLoopBackOff' } };

describe('a container that crashes', () => {
  for (const [state, restartCount, loops, restarted] of [
    [crashes, 2, true, true],
    [crashes, 1, false, true],
    [{ terminated: { exitCode: 1, reason: 'Error' } }, 2, false, true],
    [{ waiting: { reason: 'ContainerCreating' } }, 0, false, false],
    [{ running: {} }, 0, false, false],
  ] as const)
    it(`${JSON.stringify(state)} after ${restartCount}: ${loops ? 'loops' : 'does not loop'}`, () => {
      const status = { containerStatuses: [{ name: 'agent', restartCount, state }] };
      const view = fakeView([podOn(machine, { status })]);
      expect(pod('web').isCrashLooping({ restarts: 2 }).look(view).met).to.equal(loops);
      expect(pod('web').hasNotRestarted().look(view).met).to.equal(!restarted);
    });

  for (const [history, exitCode, loops] of [
    [['Running, not Ready, container agent waits (CrashLoopBackOff), on n', 'Running, on n'], 1, true],
    [['Running, on n', 'Running, not Ready, container agent ended with 1 (Error), on n'], 1, false],
    [['Running, not Ready, container agent waits (CrashLoopBackOff), on n', 'Running, on n'], 0, false],
  ] as const)
    it(`that ended with ${exitCode} after ${history[0]} ${loops ? 'loops' : 'does not loop'}`, () => {
      const status = { containerStatuses: [{ name: 'agent', restartCount: 2, state: { terminated: { exitCode } } }] };
      const view = fakeView([podOn(machine, { status })], { history });
      expect(pod('web').isCrashLooping({ restarts: 2 }).look(view).met).to.equal(loops);
    });

  it('has not restarted only once it is there', () => {
    expect(
      pod('web')
        .hasNotRestarted()
        .look(fakeView([podOn(machine)])).met,
    ).to.equal(false);
  });

  it('is shown with its restarts', () => {
    const status = { containerStatuses: [{ name: 'agent', restartCount: 3, state: crashes }] };
    const { saw } = pod('web')
      .isCrashLooping()
      .look(fakeView([podOn(machine, { status })]));
    expect(saw).to.match(/container agent waits \(CrashLoopBackOff\), on .+, restarts: agent 3$/);
  });
});

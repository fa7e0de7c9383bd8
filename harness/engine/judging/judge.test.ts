import { expect } from 'chai';
import { manualClock } from '../../testing/manual-clock.ts';
import type { Statement } from '../../vocabulary/scenario.ts';
import { phase, scene } from '../testing/scene.ts';
import { judge, statementFor } from './judge.ts';

const source = { title: 'A document', section: 'A section' };
const runs: Statement = { kind: 'guarantee', source, description: 'It runs.', expect: [phase('web', 'Running')] };
const isStuck: Statement = {
  kind: 'limitation',
  source,
  description: 'It is refused.',
  expect: [phase('web', 'Refused')],
  lifted: [phase('web', 'Running')],
};

describe('statementFor', () => {
  const scenario = {
    about: 'driver',
    requires: ['virtual-node', 'traffic'],
    documented: [
      { ...runs, versions: '<1.33', description: 'old' },
      { ...runs, versions: '>=1.33 <2', description: 'new' },
    ],
  } as const;
  const having = (
    version: string,
    capabilities: readonly ('virtual-node' | 'traffic')[] = ['virtual-node', 'traffic'],
  ) =>
    statementFor(scenario, {
      capabilities: new Set(capabilities),
      components: [{ name: 'driver', version, simulated: true }],
    });

  for (const [version, description] of [
    ['1.32.9', 'old'],
    ['1.33.0', 'new'],
    ['1.40.0-rc.1', 'new'],
    ['1.19.10-vk-azure-aci-1.4.8', 'old'],
  ] as const)
    it(`chooses the ${description} statement for ${version}`, () => {
      expect(having(version)).to.have.nested.property('statement.description', description);
    });

  it('skips a version without a statement', () => {
    expect(having('2.0.0')).to.deep.equal({ kind: 'skipped', reason: 'nothing is documented for driver 2.0.0' });
  });

  it('skips with every capability that is missing', () => {
    expect(having('1.32.0', [])).to.deep.equal({ kind: 'skipped', reason: 'the cluster lacks virtual-node, traffic' });
    expect(having('1.32.0', ['traffic'])).to.deep.equal({ kind: 'skipped', reason: 'the cluster lacks virtual-node' });
  });

  it('skips when the component is missing', () => {
    const nothing = { capabilities: new Set(['virtual-node', 'traffic'] as const), components: [] };
    expect(statementFor(scenario, nothing)).to.deep.equal({ kind: 'skipped', reason: 'the cluster has no driver' });
  });

  it('skips when another component that the scenario needs is missing', () => {
    const [driver, other] = ['driver', 'other'].map((name) => ({ name, version: '1.33.0', simulated: true }));
    const choose = (...components: (typeof driver)[]) =>
      statementFor(
        { ...scenario, needs: ['other'] },
        {
          capabilities: new Set(['virtual-node', 'traffic'] as const),
          components: components.filter((each) => each !== undefined),
        },
      );
    expect(choose(driver)).to.deep.equal({ kind: 'skipped', reason: 'the cluster has no other' });
    expect(choose(driver, other)).to.have.nested.property('statement.description', 'new');
  });
});

describe('judge', () => {
  it('passes a cluster that conforms', async () => {
    const { waiting, pod, clock } = scene(manualClock());
    const verdict = judge(runs, [], waiting);
    pod('web', 'Running');
    await clock.advance(1_000);
    expect(await verdict).to.have.property('kind', 'passed');
  });

  it('fails a cluster that does not conform, with what was seen', async () => {
    const { waiting, pod, clock } = scene(manualClock());
    const verdict = judge(isStuck, [], waiting);
    pod('web', 'Pending');
    await clock.advance(10_000);
    expect(await verdict).to.deep.equal({
      kind: 'failed',
      findings: [{ summary: 'Pod web is Refused', met: false, saw: 'Pending', final: false }],
    });
  });

  it('has drifted when a limitation is lifted', async () => {
    const { waiting, pod, clock } = scene(manualClock());
    const verdict = judge(isStuck, [], waiting);
    pod('web', 'Running');
    await clock.advance(1_000);
    expect(await verdict).to.have.property('kind', 'drifted');
    expect(await verdict).to.have.nested.property('findings[1].summary', 'Pod web is Running');
  });

  it('is inconclusive when the control does not come about, whatever the statement does', async () => {
    const { waiting, pod, clock } = scene(manualClock());
    const verdict = judge(isStuck, [phase('control', 'Running')], waiting);
    pod('web', 'Refused');
    pod('control', 'Pending');
    await clock.advance(30_000);
    expect(await verdict).to.have.property('kind', 'errored');
    expect(await verdict).to.have.property('error', 'the control did not come about within 10 s: inconclusive');
    expect(await verdict).to.have.nested.property('findings[0].saw', 'Pending');
  });

  it('is inconclusive immediately when the control is ruled out', async () => {
    const { waiting, pod, clock } = scene(manualClock());
    const verdict = judge(isStuck, [phase('control', 'Running')], waiting);
    pod('control', 'Failed');
    await clock.advance(0);
    expect(await verdict).to.have.property('error', 'the control can no longer come about: inconclusive');
  });

  it('gives the statement its whole time after the control has come about', async () => {
    const { waiting, pod, clock } = scene(manualClock());
    const verdict = judge(isStuck, [phase('control', 'Running')], waiting);
    await clock.advance(9_000);
    pod('control', 'Running');
    await clock.advance(9_000);
    pod('web', 'Refused');
    await clock.advance(1_000);
    expect(await verdict).to.have.property('kind', 'passed');
  });

  it('is inconclusive when the control did not last', async () => {
    const { waiting, pod, clock } = scene(manualClock());
    const verdict = judge(isStuck, [phase('control', 'Running')], waiting);
    pod('control', 'Running');
    pod('web', 'Refused');
    await clock.advance(500);
    pod('control', 'Pending');
    await clock.advance(500);
    expect(await verdict).to.have.property('kind', 'errored');
  });

  it('is inconclusive when the cluster is unreachable', async () => {
    const { waiting, lose, clock } = scene(manualClock());
    const verdict = judge(runs, [], waiting);
    await clock.advance(1);
    lose(new Error('watching Pod: closed'));
    await clock.advance(10_000);
    expect(await verdict).to.deep.include({
      kind: 'errored',
      error: 'lost the connection to the cluster: watching Pod: closed',
    });
  });

  it('is inconclusive when it is interrupted', async () => {
    const { waiting, stop, clock } = scene(manualClock());
    const verdict = judge(runs, [], waiting);
    await clock.advance(1);
    stop.abort();
    expect(await verdict).to.deep.include({ kind: 'errored', error: 'the run was interrupted' });
  });
});

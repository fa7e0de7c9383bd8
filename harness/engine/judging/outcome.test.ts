import { expect } from 'chai';
import { manualClock } from '../../testing/manual-clock.ts';
import { phase, scene, settledAfter } from '../testing/scene.ts';
import { firstToHold } from './judge.ts';

describe('firstToHold', () => {
  it('reports the outcome that has held for long enough', async () => {
    const { waiting, pod, clock } = scene(manualClock());
    const ended = firstToHold({ runs: [phase('web', 'Running')] }, waiting);
    await clock.advance(3_000);
    pod('web', 'Running');
    expect(await settledAfter(clock.advance(999), ended)).to.equal(false);
    expect(await settledAfter(clock.advance(1), ended)).to.equal(true);
    expect(await ended).to.deep.equal({
      how: 'held',
      held: 'runs',
      findings: { runs: [{ summary: 'Pod web is Running', met: true, saw: 'Running', final: false }] },
    });
  });

  it('begins to count again when it did not hold', async () => {
    const { waiting, pod, clock } = scene(manualClock());
    const ended = firstToHold({ runs: [phase('web', 'Running')] }, waiting);
    pod('web', 'Running');
    await clock.advance(900);
    pod('web', 'Pending');
    await clock.advance(50);
    pod('web', 'Running');
    expect(await settledAfter(clock.advance(999), ended)).to.equal(false);
    await clock.advance(1);
    expect((await ended).held).to.equal('runs');
  });

  it('reports what it waits for: what is missing, then that it lasts, or the connection', async () => {
    const summaries: string[] = [];
    const { waiting, pod, lose, clock } = scene(manualClock());
    const outcomes = { run: [phase('web', 'Running'), phase('data', 'Running')] };
    const ended = firstToHold(outcomes, { ...waiting, waitsFor: (summary) => summaries.push(summary) });
    pod('web', 'Running');
    await clock.advance(100);
    lose(new Error('watching Pod: gone'));
    await clock.advance(100);
    lose(undefined);
    pod('data', 'Running');
    await clock.advance(1_000);
    expect((await ended).held).to.equal('run');
    expect(summaries.filter((summary, place) => summary !== summaries[place - 1])).to.deep.equal([
      'Pod web is Running',
      'Pod data is Running',
      'the connection to the cluster',
      'Pod data is Running, to last',
    ]);
  });

  it('gives up at the deadline, with what the last look saw', async () => {
    const { waiting, pod, clock } = scene(manualClock());
    const ended = firstToHold({ runs: [phase('web', 'Running')] }, waiting);
    pod('web', 'Pending');
    expect(await settledAfter(clock.advance(9_999), ended)).to.equal(false);
    await clock.advance(1);
    expect(await ended).to.deep.include({ how: 'out of time' });
    expect((await ended).findings.runs[0]).to.deep.include({ met: false, saw: 'Pending' });
  });

  it('lets an outcome that came about in time hold beyond the deadline', async () => {
    const { waiting, pod, clock } = scene(manualClock());
    const ended = firstToHold({ runs: [phase('web', 'Running')] }, waiting);
    await clock.advance(9_900);
    pod('web', 'Running');
    await clock.advance(1_000);
    expect((await ended).held).to.equal('runs');
  });

  it('ends when what held at the deadline holds no more', async () => {
    const { waiting, pod, clock } = scene(manualClock());
    const ended = firstToHold({ runs: [phase('web', 'Running')] }, waiting);
    await clock.advance(9_900);
    pod('web', 'Running');
    await clock.advance(500);
    pod('web', 'Pending');
    await clock.advance(0);
    expect((await ended).how).to.equal('out of time');
  });

  it('asks for all expectations of an outcome together', async () => {
    const { waiting, pod, clock } = scene(manualClock());
    const both = [phase('a', 'Running'), phase('b', 'Running')];
    const ended = firstToHold({ both }, waiting);
    pod('a', 'Running');
    await clock.advance(5_000);
    pod('b', 'Running');
    await clock.advance(1_000);
    expect((await ended).held).to.equal('both');
  });

  it('ends immediately when every outcome is ruled out', async () => {
    const { waiting, pod, clock } = scene(manualClock());
    const outcomes = { runs: [phase('web', 'Running')], waits: [phase('web', 'Pending')] };
    const ended = firstToHold(outcomes, waiting);
    pod('web', 'Failed');
    await clock.advance(0);
    expect((await ended).how).to.equal('ruled out');
  });

  it('goes on when one outcome is ruled out and another is not', async () => {
    const { waiting, pod, clock } = scene(manualClock());
    const outcomes = { runs: [phase('web', 'Running')], fails: [phase('web', 'Failed')] };
    const ended = firstToHold(outcomes, waiting);
    pod('web', 'Failed');
    await clock.advance(1_000);
    expect((await ended).held).to.equal('fails');
  });

  it('looks once at changes that come together, and at nothing in between', async () => {
    const { waiting, pod, clock } = scene(manualClock());
    const expectation = phase('web', 'Running');
    const ended = firstToHold({ runs: [expectation] }, waiting);
    await clock.advance(100);
    expect(expectation.looks).to.equal(1);
    for (let count = 0; count < 50; count++) pod(`other-${count}`, 'Pending');
    await clock.advance(100);
    expect(expectation.looks).to.equal(2);
    pod('web', 'Running');
    await clock.advance(2_000);
    await ended;
    expect(expectation.looks).to.equal(4);
  });
});

describe('firstToHold, disturbed', () => {
  it('lets nothing hold while the view is out of date, and restarts the time afterwards', async () => {
    const { waiting, pod, lose, clock } = scene(manualClock());
    const ended = firstToHold({ runs: [phase('web', 'Running')] }, waiting);
    pod('web', 'Running');
    await clock.advance(500);
    lose(new Error('connection closed'));
    await clock.advance(9_000);
    lose(undefined);
    pod('web', 'Pending');
    expect(await settledAfter(clock.advance(9_999), ended)).to.equal(false);
    pod('web', 'Running');
    await clock.advance(1_000);
    expect((await ended).held).to.equal('runs');
  });

  it('is unreachable when the view is still out of date at the deadline', async () => {
    const { waiting, pod, lose, clock } = scene(manualClock());
    const ended = firstToHold({ runs: [phase('web', 'Running')] }, waiting);
    lose(new Error('connection closed'));
    pod('web', 'Failed');
    await clock.advance(10_000);
    expect((await ended).how).to.equal('unreachable');
  });

  it('ends with what is known when it is aborted', async () => {
    const { waiting, pod, stop, clock } = scene(manualClock());
    const ended = firstToHold({ runs: [phase('web', 'Running')] }, waiting);
    pod('web', 'Pending');
    await clock.advance(10);
    stop.abort();
    expect(await ended).to.deep.include({ how: 'aborted' });
    expect((await ended).findings.runs[0]?.saw).to.equal('Pending');
  });

  for (const [where, jump] of [
    ['forth', 3_600_000],
    ['back', -3_600_000],
  ] as const)
    it(`is not misled when the time of day is set ${where}`, async () => {
      const manual = manualClock();
      let offset = 0;
      const clock = { ...manual, now: () => new Date(manual.now().getTime() + offset) };
      const { waiting, pod } = scene(clock);
      const ended = firstToHold({ runs: [phase('web', 'Running')] }, waiting);
      pod('web', 'Running');
      await clock.advance(500);
      offset = jump;
      pod('other', 'Running');
      expect(await settledAfter(clock.advance(499), ended)).to.equal(false);
      expect(await settledAfter(clock.advance(1), ended)).to.equal(true);
      expect(await ended).to.deep.include({ how: 'held' });
    });

  it('rejects with what a look throws', async () => {
    const { waiting } = scene(manualClock());
    const broken = {
      summary: 'broken',
      look: () => {
        throw new Error('no such field');
      },
    };
    const error = await firstToHold({ x: [broken] }, waiting).catch((error: Error) => error);
    expect(error).to.be.an('error').with.property('message', 'no such field');
  });

  it('rejects with what a later look throws', async () => {
    const { waiting, pod, clock } = scene(manualClock());
    let looks = 0;
    const broken = {
      summary: 'broken',
      look: () => {
        if (looks++ > 0) throw new Error('no such field');
        return { met: false, saw: '' };
      },
    };
    const ended = firstToHold({ x: [broken] }, waiting).catch((error: Error) => error);
    pod('web', 'Running');
    await clock.advance(0);
    expect(await ended)
      .to.be.an('error')
      .with.property('message', 'no such field');
  });
});

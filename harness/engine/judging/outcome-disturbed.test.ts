import { expect } from 'chai';
import { manualClock } from '../../testing/manual-clock.ts';
import { phase } from '../testing/phase.ts';
import { scene } from '../testing/scene.ts';
import { settledAfter } from '../testing/settled-after.ts';
import { firstToHold } from './outcome.ts';

describe('firstToHold, disturbed', () => {
  it('lets nothing hold while the view is out of date, and starts the time anew afterwards', async () => {
    const { waiting, pod, lose, clock } = scene(manualClock());
    const ended = firstToHold([{ name: 'runs', expect: [phase('web', 'Running')] }], waiting);
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
    const ended = firstToHold([{ name: 'runs', expect: [phase('web', 'Running')] }], waiting);
    lose(new Error('connection closed'));
    pod('web', 'Failed');
    await clock.advance(10_000);
    expect((await ended).how).to.equal('unreachable');
  });

  it('ends with what is known when it is aborted', async () => {
    const { waiting, pod, stop, clock } = scene(manualClock());
    const ended = firstToHold([{ name: 'runs', expect: [phase('web', 'Running')] }], waiting);
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
      const ended = firstToHold([{ name: 'runs', expect: [phase('web', 'Running')] }], waiting);
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
    const error = await firstToHold([{ name: 'x', expect: [broken] }], waiting).catch((error: Error) => error);
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
    const ended = firstToHold([{ name: 'x', expect: [broken] }], waiting).catch((error: Error) => error);
    pod('web', 'Running');
    await clock.advance(0);
    expect(await ended)
      .to.be.an('error')
      .with.property('message', 'no such field');
  });
});

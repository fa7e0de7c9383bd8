import { mock } from 'node:test';
import { expect } from 'chai';
import { listenersOf } from './listeners.ts';
import { waitsToldTo } from './waits.ts';

describe('waitsToldTo', () => {
  const told: string[] = [];
  const listeners = listenersOf([{ scenarioWaiting: (id, summary) => void told.push(`${id}: ${summary}`) }, {}]);
  beforeEach(() => {
    told.length = 0;
    mock.timers.enable({ apis: ['setInterval'] });
  });
  afterEach(() => mock.timers.reset());

  it('tells the last of many changes, once', () => {
    using waits = waitsToldTo(listeners, 300);
    waits.begin('a');
    for (let count = 0; count < 1_000; count++) waits.waits('a', `Pod ${count} is running`);
    expect(told).to.deep.equal([]);
    mock.timers.tick(300);
    mock.timers.tick(900);
    expect(told).to.deep.equal(['a: Pod 999 is running']);
  });

  it('tells of each scenario what has changed', () => {
    using waits = waitsToldTo(listeners, 300);
    for (const id of ['a', 'b']) waits.begin(id);
    for (const id of ['a', 'b']) waits.waits(id, 'one');
    mock.timers.tick(300);
    waits.waits('b', 'two');
    mock.timers.tick(300);
    expect(told).to.deep.equal(['a: one', 'b: one', 'b: two']);
  });

  it('tells nothing of what is over, has not begun, or when it is disposed', () => {
    {
      using waits = waitsToldTo(listeners, 300);
      waits.begin('over');
      waits.waits('over', 'Pod web is running');
      waits.end('over');
      waits.waits('over', 'nothing is left');
      waits.waits('never', 'anything');
      mock.timers.tick(300);
      waits.begin('late');
      waits.waits('late', 'Pod web is running');
    }
    mock.timers.tick(3_000);
    expect(told).to.deep.equal([]);
  });
});

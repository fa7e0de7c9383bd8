import { expect } from 'chai';
import { scenarioReport } from '../sample/scenario-report.ts';
import { eventsInWords, timelineInWords } from './timeline.ts';

const startedAt = '2026-03-04T05:06:07.250Z';
const transition = (seconds: number, state: string) => ({
  at: new Date(Date.parse(startedAt) + seconds * 1_000).toISOString(),
  object: 'Pod/web',
  state,
});

describe('timelineInWords', () => {
  it('counts seconds from the start of the scenario', () => {
    const scenario = scenarioReport({
      startedAt,
      timeline: [transition(0, 'Pending'), transition(1.26, 'Running\n1/1')],
    });
    expect(timelineInWords(scenario, 9)).to.deep.equal([
      { when: '+0.0 s', what: 'Pod/web', details: 'Pending' },
      { when: '+1.3 s', what: 'Pod/web', details: 'Running 1/1' },
    ]);
  });

  it('keeps the newest, and says how many are left out', () => {
    const timeline = Array.from({ length: 50 }, (_, second) => transition(second, `state ${second}`));
    const shown = timelineInWords(scenarioReport({ startedAt, timeline }), 2);
    expect(shown.map(({ when, what, details }) => `${when} ${what} ${details}`)).to.deep.equal([
      '… 48 earlier ones in report.json ',
      '+48.0 s Pod/web state 48',
      '+49.0 s Pod/web state 49',
    ]);
  });
});

describe('eventsInWords', () => {
  const event = {
    at: '2026-03-04T05:06:07Z',
    type: 'Warning',
    reason: 'ProviderCreateFailed',
    object: 'Pod/web',
    from: 'virtual-kubelet',
    count: 7,
    message: 'no volumes',
  };
  const eventOf = (changes: Partial<typeof event>) =>
    eventsInWords(scenarioReport({ startedAt, evidence: { objects: [], events: [{ ...event, ...changes }] } }), 9)[0];

  it('reports type, reason, count, object, message and source', () => {
    expect(eventOf({ at: '2026-03-04T05:06:10Z' })).to.deep.equal({
      when: '+2.8 s',
      what: 'Warning ProviderCreateFailed ×7 Pod/web',
      details: 'no volumes (virtual-kubelet)',
    });
  });

  it('leaves out a count of one', () => {
    expect(eventOf({ count: 1 })?.what).to.equal('Warning ProviderCreateFailed Pod/web');
  });

  it('never lets whole seconds of events precede the start', () => {
    expect(eventOf({})?.when).to.equal('+0.0 s');
  });

  it('knows no events of a scenario without evidence', () => {
    expect(eventsInWords(scenarioReport({}), 9)).to.deep.equal([]);
  });
});

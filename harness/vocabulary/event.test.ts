import { expect } from 'chai';
import { deployment } from './deployment.ts';
import { hasEventOn } from './event.ts';
import { pod } from './pod.ts';
import { fakeView, podOn, virtual } from './testing/fake-view.ts';

const expected = {
  type: 'Warning',
  reason: 'ProviderCreateFailed',
  from: '<node>/pod-controller',
  message: 'pod <pod> is refused',
  times: 2,
} as const;

function event(differing: object = {}) {
  return {
    kind: 'Event',
    metadata: { name: 'web.1' },
    type: 'Warning',
    reason: 'ProviderCreateFailed',
    message: 'pod web is refused',
    source: { component: `${virtual}/pod-controller` },
    involvedObject: { kind: 'Pod', name: 'web' },
    count: 2,
    ...differing,
  };
}

describe('an event on a Pod', () => {
  const met = (object: object) =>
    pod('web')
      .hasEvent(expected)
      .look(fakeView([podOn(virtual), object])).met;

  it('is as expected to the letter', () => expect(met(event())).to.equal(true));

  for (const differing of [
    { type: 'Normal' },
    { reason: 'Failed' },
    { message: 'pod <pod> is refused' },
    { source: { component: 'kubelet' } },
    { involvedObject: { kind: 'Pod', name: 'other' } },
    { involvedObject: { kind: 'Deployment', name: 'web' } },
    { count: 1 },
  ])
    it(`is another with ${JSON.stringify(differing)}`, () => expect(met(event(differing))).to.equal(false));

  it('counts once when it has no count', () => {
    const { times: _, ...once } = expected;
    const seen = pod('web')
      .hasEvent(once)
      .look(fakeView([podOn(virtual), event({ count: undefined })]));
    expect(seen.met).to.equal(true);
  });

  it('comes from the reporting component where there is no source', () => {
    expect(met(event({ source: {}, reportingComponent: `${virtual}/pod-controller` }))).to.equal(true);
    expect(met(event({ source: {}, reportingComponent: '' }))).to.equal(false);
  });

  it('is told in words', () => {
    const { saw } = pod('web')
      .hasEvent(expected)
      .look(fakeView([podOn(virtual), event()]));
    expect(saw).to.equal(`Warning ProviderCreateFailed from ${virtual}/pod-controller ×2: pod web is refused`);
  });

  it('outlives its Pod', () => {
    const hadEvent = pod('web').hadEvent({ ...expected, from: /\/pod-controller$/ });
    expect(hadEvent.look(fakeView([event()])).met).to.equal(true);
    expect(
      pod('web')
        .hasEvent({ ...expected, from: /./ })
        .look(fakeView([event()])).met,
    ).to.equal(false);
  });

  it('may be about an object of another kind', () => {
    const { says, look } = hasEventOn('Service', { ...expected, message: 'refused', from: /./ });
    const about = (kind: string) => fakeView([event({ involvedObject: { kind, name: 'web' }, message: 'refused' })]);
    expect(says).to.match(/^has event Warning ProviderCreateFailed/);
    expect(look({ metadata: { name: 'web' } }, about('Service')).met).to.equal(true);
    expect(look({ metadata: { name: 'web' } }, about('Pod')).met).to.equal(false);
  });

  it('that is there can no more be missing', () => {
    const hasNone = pod('web').hasNoEvent('ProviderCreateFailed');
    expect(hasNone.look(fakeView([event()]))).to.include({ met: false, final: true });
    expect(hasNone.look(fakeView([event({ reason: 'Scheduled' })])).met).to.equal(true);
  });

  it('of a Deployment’s Pod is found by the Deployment’s name', () => {
    const hadNone = deployment('web').hadNoEvent('ProviderCreateFailed');
    const about = (name: string) => fakeView([event({ involvedObject: { kind: 'Pod', name } })]);
    expect(hadNone.look(about('web-5d-x'))).to.include({ met: false, final: true });
    expect(hadNone.look(about('website-5d-x')).met).to.equal(true);
  });
});

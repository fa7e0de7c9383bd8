import { expect } from 'chai';
import { matching } from './matcher.ts';
import { hasEventOn, refused } from './messages.ts';
import { pod } from './pod.ts';
import { fakeView, machine, podOn, virtual } from './testing/fake-view.ts';
import { deployment } from './workloads.ts';

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

  it('is shown in words', () => {
    const { saw } = pod('web')
      .hasEvent(expected)
      .look(fakeView([podOn(virtual), event()]));
    expect(saw).to.equal(`Warning ProviderCreateFailed from ${virtual}/pod-controller ×2: pod web is refused`);
  });

  it('outlives its Pod', () => {
    const hadEvent = pod('web').hadEvent({ ...expected, from: matching(/\/pod-controller$/, 'its node') });
    expect(hadEvent.look(fakeView([event()])).met).to.equal(true);
    expect(
      pod('web')
        .hasEvent({ ...expected, from: matching(/./, 'anything') })
        .look(fakeView([event()])).met,
    ).to.equal(false);
  });

  it('may be about an object of another kind', () => {
    const { description, look } = hasEventOn('Service', {
      ...expected,
      message: 'refused',
      from: matching(/./, 'anything'),
    });
    const about = (kind: string) => fakeView([event({ involvedObject: { kind, name: 'web' }, message: 'refused' })]);
    expect(description).to.match(/^has event Warning ProviderCreateFailed/);
    expect(look({ metadata: { name: 'web' } }, about('Service')).met).to.equal(true);
    expect(look({ metadata: { name: 'web' } }, about('Pod')).met).to.equal(false);
  });

  it('that is there can no longer be missing', () => {
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

const denied = "mkdir: can't create directory '/var/log/agent': Permission denied\n";

describe('a log', () => {
  const view = (logs: Record<string, string>) => fakeView([podOn(machine)], { logs });

  for (const [title, logs, met, saw] of [
    ['matches', { web: denied }, true, denied.trim()],
    ['has another text', { web: 'started\n' }, false, 'started'],
    ['is empty', { web: '' }, false, 'an empty log'],
    ['is another Pod’s', { other: denied }, false, 'no log yet'],
  ] as const)
    it(`${title}: ${met}`, () => {
      expect(
        pod('web')
          .logs(matching(/permission denied/i, 'that permission is denied'))
          .look(view(logs)),
      ).to.include({ met, saw });
    });

  for (const [lines, log, met] of [
    ['755 0', 'a\n755 0\nb\n', true],
    ['755 0', '755 0', true],
    ['755 0', '1755 0\n755 01\n', false],
    ['2775 2000\nstarted', '2775 2000\nstarted\n', true],
    ['2775 2000\nstarted', '2775 2000\nnot yet\nstarted\n', false],
    ['from <pod>', 'from web\n', true],
    ['from <pod>', 'from other\n', false],
  ] as const)
    it(`${JSON.stringify(log)} has the lines ${JSON.stringify(lines)}: ${met}`, () => {
      expect(
        pod('web')
          .logs(lines)
          .look(view({ web: log })).met,
      ).to.equal(met);
    });

  it('is described by its lines', () => {
    expect(pod('web').logs('a\nb').summary).to.equal('Pod web logs the lines “a”, “b”');
    expect(pod('web').logs(matching(/a/, 'that it is ready')).summary).to.equal('Pod web logs that it is ready');
  });

  it('is shown from its end', () => {
    const { saw } = pod('web')
      .logs('x')
      .look(view({ web: `${'a'.repeat(500)}end` }));
    expect(saw).to.match(/^…a{297}end$/);
  });

  it('may be one container’s, or that of the container before', () => {
    expect(pod('web').logs('x', { container: 'agent', previous: true }).summary).to.equal(
      'Pod web logs the line “x” in container agent before its last restart',
    );
  });

  it('is asked of every Pod of a Deployment', () => {
    const web = { kind: 'Deployment', metadata: { name: 'web' }, spec: { replicas: 2 } };
    const pods = ['web-1', 'web-2'].map((name) => podOn(machine, { metadata: { name } }));
    const log = deployment('web').log(matching(/denied/, 'a denial'));
    const logs = { 'web-1': denied };
    expect(log.look(fakeView([web, ...pods], { logs })).met).to.equal(false);
    expect(log.look(fakeView([web, ...pods], { logs: { ...logs, 'web-2': denied } })).met).to.equal(true);
  });
});

const message =
  'StorageClass.storage.k8s.io "default" is invalid: parameters: Forbidden: updates to parameters are forbidden.';

describe('refused', () => {
  for (const [title, refusals, met, saw] of [
    ['in those words', { 'class.yaml': { status: 422, message } }, true, `422: ${message}`],
    ['in other words', { 'class.yaml': { status: 422, message: 'no' } }, false, '422: no'],
    ['with another status', { 'class.yaml': { status: 409, message } }, false, `409: ${message}`],
    ['another manifest', { 'other.yaml': { status: 422, message } }, false, 'no refusal'],
  ] as const)
    it(`${title}: ${met}`, () => {
      const seen = refused('class.yaml', {
        status: 422,
        message: matching(/parameters are forbidden\.$/, 'no change'),
      }).look(fakeView([], { refusals }));
      // What was attempted is over: nothing changes any more.
      expect(seen).to.deep.equal({ met, saw, final: !met });
    });
});

import { expect } from 'chai';
import { deployment } from './deployment.ts';
import { pod } from './pod.ts';
import { fakeView, machine, podOn } from './testing/fake-view.ts';

const denied = "mkdir: can't create directory '/var/log/agent': Permission denied\n";

describe('a log', () => {
  const view = (logs: Record<string, string>) => fakeView([podOn(machine)], { logs });

  for (const [title, logs, met, saw] of [
    ['matches', { web: denied }, true, denied.trim()],
    ['says something else', { web: 'started\n' }, false, 'started'],
    ['is empty', { web: '' }, false, 'an empty log'],
    ['is another Pod’s', { other: denied }, false, 'no log yet'],
  ] as const)
    it(`${title}: ${met}`, () => {
      expect(
        pod('web')
          .logs(/permission denied/i)
          .look(view(logs)),
      ).to.include({ met, saw });
    });

  it('is shown from its end', () => {
    const { saw } = pod('web')
      .logs(/x/)
      .look(view({ web: `${'a'.repeat(500)}end` }));
    expect(saw).to.match(/^…a{297}end$/);
  });

  it('may be one container’s, or that of the container before', () => {
    expect(pod('web').logs(/x/, { container: 'agent', previous: true }).summary).to.equal(
      'Pod web logs from agent before its last restart /x/',
    );
  });

  it('is asked of every Pod of a Deployment', () => {
    const web = { kind: 'Deployment', metadata: { name: 'web' }, spec: { replicas: 2 } };
    const pods = ['web-1', 'web-2'].map((name) => podOn(machine, { metadata: { name } }));
    const told = deployment('web').log(/denied/);
    const logs = { 'web-1': denied };
    expect(told.look(fakeView([web, ...pods], { logs })).met).to.equal(false);
    expect(told.look(fakeView([web, ...pods], { logs: { ...logs, 'web-2': denied } })).met).to.equal(true);
  });
});

import { expect } from 'chai';
import { type Answer, pretendedDocker } from '../testing/pretended-docker.ts';
import { checkEngine } from './check-engine.ts';

const { signal } = new AbortController();

async function said(version: Answer): Promise<string> {
  const { docker } = pretendedDocker({ version });
  return checkEngine(docker, signal).then(
    () => 'all is well',
    ({ message }: Error) => message,
  );
}

describe('checkEngine', () => {
  it('has nothing to say of an engine that answers', async () =>
    expect(await said('28.2.2\n')).to.equal('all is well'));

  it('says what to do where there is no docker', async () =>
    expect(await said({ code: 127, complaint: "/usr/bin/env: 'docker': No such file" })).to.equal(
      'kind needs Docker, and no docker is on the PATH: install it, or run on another kind of cluster: --cluster embedded needs no Docker',
    ));

  it('says what to do where the engine does not answer, and why it does not', async () =>
    expect(
      await said({ code: 1, complaint: 'Cannot connect to the Docker daemon at unix:///x. Is it running?' }),
    ).to.equal(
      'kind needs Docker, and its engine does not answer: Cannot connect to the Docker daemon at unix:///x. Is it running?; start it, or run on another kind of cluster: --cluster embedded needs no Docker',
    ));
});

import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect } from 'chai';
import { temporary } from '../testing/temporary.ts';
import { pinnedCopy } from './pinned-copy.ts';
import { readContext } from './read-context.ts';

describe('pinnedCopy', () => {
  const context = {
    name: 'stage',
    file: '/home/me/.kube/config',
    cluster: { server: 'https://127.0.0.1:6443' },
    user: { token: 'secret' },
  };

  it('has the context and nothing else, for its owner alone, until it is disposed', async () => {
    let path: string;
    {
      await using copy = await pinnedCopy(context);
      ({ path } = copy);
      expect(statSync(path).mode & 0o777).to.equal(0o600);
      expect(statSync(dirname(path)).mode & 0o077).to.equal(0);
      expect(await readContext([path], 'stage')).to.deep.equal({ ...context, file: path });
      expect(readFileSync(path, 'utf8')).to.contain('current-context: stage');
    }
    expect(existsSync(dirname(path))).to.equal(false);
  });

  it('does not change with the file that it was made of', async () => {
    using place = temporary({ config: configWith('before') });
    await using copy = await pinnedCopy(await readContext([place.at('config')], 'one'));
    writeFileSync(place.at('config'), configWith('after'));
    expect((await readContext([copy.path], 'one')).user.token).to.equal('before');
  });
});

function configWith(token: string): string {
  return `
contexts: [{ name: one, context: { cluster: one, user: one } }]
clusters: [{ name: one, cluster: { server: 'https://127.0.0.1:1' } }]
users: [{ name: one, user: { token: ${token} } }]
`;
}

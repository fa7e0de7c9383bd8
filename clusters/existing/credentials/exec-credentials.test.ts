import { expect } from 'chai';
import { execCredentials } from './exec-credentials.ts';

const expires = Date.parse('2026-01-01T00:10:00Z');

/** Credentials that are numbered in the order in which the plugin was asked for them. */
async function numbered() {
  let asked = 0;
  let now = expires - 60_000;
  const run = async () => ({
    token: String(++asked),
    ...(asked === 1 && { expirationTimestamp: '2026-01-01T00:10:00Z' }),
  });
  const credentials = await execCredentials(run, () => now);
  const tokens = async (count: number) =>
    (await Promise.all(Array.from({ length: count }, credentials.current))).map(({ token }) => token);
  return { credentials, tokens, goTo: (time: number) => (now = time) };
}

describe('execCredentials', () => {
  it('asks the plugin once while what it gave is good', async () => {
    const { tokens } = await numbered();
    expect(await tokens(3)).to.deep.equal(['1', '1', '1']);
  });

  it('asks it anew, once for all, shortly before that expires', async () => {
    const { tokens, goTo } = await numbered();
    goTo(expires - 6_000);
    expect(await tokens(1)).to.deep.equal(['1']);
    goTo(expires - 4_000);
    expect(await tokens(3)).to.deep.equal(['2', '2', '2']);
    goTo(expires + 3_600_000);
    expect(await tokens(1), 'without a time of expiry').to.deep.equal(['2']);
  });

  it('asks it anew when what it gave was refused', async () => {
    const { credentials, tokens } = await numbered();
    await Promise.all([credentials.renewed(), credentials.renewed()]);
    expect(await tokens(1)).to.deep.equal(['2']);
  });
});

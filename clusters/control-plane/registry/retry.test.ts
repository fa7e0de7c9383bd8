import { expect } from 'chai';
import { RegistryError, retry } from './retry.ts';

describe('retry', () => {
  const signal = AbortSignal.any([]);
  const overloaded = () => new RegistryError('overloaded', { status: 503, transient: true });
  const coded = (code: string) => Object.assign(new Error(code), { code });

  async function attemptsUntilGivenUp(failure: () => Error, advanced?: () => boolean, limit = 100) {
    let attempts = 0;
    const attempt = async () => {
      attempts++;
      if (attempts === limit) return 'done';
      throw failure();
    };
    const pause = async () => {};
    await retry(attempt, { signal, pause, ...(advanced && { advanced }) }).catch(() => {});
    return attempts;
  }

  it('tries five times what may pass', async () => {
    expect(await attemptsUntilGivenUp(overloaded)).to.equal(5);
    expect(await attemptsUntilGivenUp(() => coded('ECONNRESET'))).to.equal(5);
  });

  it('goes on as long as each attempt gets further', async () => {
    expect(await attemptsUntilGivenUp(overloaded, () => true, 20)).to.equal(20);
  });

  for (const code of ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'UND_ERR_CONNECT_TIMEOUT', 'ENOSPC']) {
    it(`does not try again after ${code}`, async () => {
      expect(await attemptsUntilGivenUp(() => coded(code))).to.equal(1);
    });
  }

  it('does not try again what the registry refuses', async () => {
    expect(await attemptsUntilGivenUp(() => new RegistryError('no', { status: 404 }))).to.equal(1);
  });

  it('doubles its pauses', async () => {
    const pauses: number[] = [];
    const pause = async (ms: number) => void pauses.push(ms);
    await retry(() => Promise.reject(overloaded()), { signal, pause }).catch(() => {});
    expect(pauses).to.deep.equal([200, 400, 800, 1600]);
  });
});

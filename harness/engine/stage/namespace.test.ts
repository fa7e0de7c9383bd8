import { expect } from 'chai';
import { manualClock } from '../../testing/manual-clock.ts';
import { actingOn } from '../testing/acting-on.ts';
import { cleanUp } from './namespace.ts';
import type { OpenStage } from './stage.ts';

describe('cleanUp', () => {
  async function cleaned(restore: () => Promise<void>): Promise<string> {
    await using acted = await actingOn(manualClock(), { exclusive: true });
    const { acting, clock, stop } = acted;
    const { view, names, undo, context } = acting;
    const waiting = { view, clock, patience: context.cluster.patience, signal: stop.signal };
    return cleanUp({ view, names, undo, waiting } as unknown as OpenStage, context, restore()).then(
      () => 'clean',
      ({ message }: Error) => message,
    );
  }

  it('resolves when nothing is left, and everything is restored', async () => {
    expect(await cleaned(async () => undefined)).to.equal('clean');
  });

  it('rejects when something that others use could not be restored', async () => {
    expect(await cleaned(() => Promise.reject(new Error('CSIDriver d: forbidden')))).to.equal(
      'what others use is not as it was before: CSIDriver d: forbidden',
    );
  });
});

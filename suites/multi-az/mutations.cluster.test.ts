import { join } from 'node:path';
import { expect } from 'chai';
import { loadScenarios } from '../../harness/engine/load-scenarios.ts';
import type { Verdict, VerdictKind } from '../../harness/verdict.ts';
import { playOn } from '../testing/play-otherwise.ts';
import { sideBySide } from '../testing/side-by-side.ts';
import * as behaviours from './testing/otherwise.ts';
import { type Otherwise, otherwiseMultiAz } from './testing/otherwise-multi-az.ts';

/** What each scenario says of a cluster that does otherwise. */
const rows: Readonly<Record<keyof typeof behaviours, Readonly<Record<string, VerdictKind>>>> = {
  boundless: {
    'attach-limit': 'drifted',
    'ebs-rwx-refused': 'drifted',
    'immediate-wrong-zone': 'drifted',
    'zone-without-node': 'drifted',
  },
  forgetful: {
    'attach-limit': 'failed',
    'ebs-rwx-refused': 'failed',
    'immediate-binding': 'failed',
    'immediate-wrong-zone': 'failed',
    'wait-for-first-consumer': 'failed',
  },
  faithful: { 'zone-outage': 'failed', 'zone-without-node': 'failed' },
  misplacing: {
    'allowed-topologies': 'failed',
    'efs-any-zone': 'failed',
    'volume-zone-plugin': 'failed',
    'zone-choice': 'failed',
  },
  losesData: {
    'statefulset-spread': 'failed',
    'two-workers-per-zone': 'failed',
    'zone-gets-node': 'failed',
    'zone-node-returns': 'failed',
  },
  refusesEverything: { 'attach-limit': 'errored', 'ebs-rwx-refused': 'errored', 'zone-labels': 'failed' },
  fullElsewhere: { 'immediate-wrong-zone': 'errored', 'zone-without-node': 'errored' },
};

/** Thirty volumes at once, as attach-limit has where nobody knows a limit, take a busy machine a while. */
const patience: Readonly<Record<string, { readonly timeoutFactor: number }>> = {
  boundless: { timeoutFactor: 0.8 },
  forgetful: { timeoutFactor: 0.8 },
};

const otherwise: Readonly<Record<string, Otherwise>> = { ...behaviours };
const root = join(import.meta.dirname, '../..');
const scenarios = await loadScenarios(root, { suites: ['multi-az'] });

const play = sideBySide(
  Object.fromEntries(
    Object.entries(rows).map(([name, expected]) => [
      name,
      async () => {
        const provider = await otherwiseMultiAz(otherwise[name] ?? {});
        return playOn(
          provider,
          scenarios.filter(({ behaviour }) => behaviour in expected),
          patience[name],
        );
      },
    ]),
  ),
);

describe('a simulated cloud of three zones that does otherwise than documented', () => {
  it('is tried on every scenario, and on limitations in every way', () => {
    for (const { behaviour, documented } of scenarios) {
      const tried = Object.values(rows).flatMap((row) => row[behaviour] ?? []);
      const isLimitation = documented.some(({ kind }) => kind === 'limitation');
      expect(tried, behaviour).to.have.members(isLimitation ? ['drifted', 'errored', 'failed'] : ['failed']);
    }
  });

  for (const [name, expected] of Object.entries(rows))
    describe(name, () => {
      let verdicts: ReadonlyMap<string, Verdict>;
      before(async () => {
        verdicts = await play(name);
      });

      for (const [behaviour, verdict] of Object.entries(expected))
        it(`${behaviour}: ${verdict}`, () => {
          const found = verdicts.get(`multi-az/${behaviour}`);
          expect(found?.kind, JSON.stringify(found, undefined, 2)).to.equal(verdict);
          if (found?.kind === 'errored') expect(found.error).to.include('control');
        });
    });
});

import { expect } from 'chai';
import { everyVerdict } from '../sample/every-verdict.ts';
import { flaky } from '../sample/flaky.ts';
import { parsedJUnit } from '../sample/parsed-junit.ts';
import { junitReporter } from './junit.ts';

const rendered = (report = flaky()) => parsedJUnit(junitReporter({ dialect: 'prow' }).render(report));
const casesOf = (report = flaky()) => rendered(report).suites.flatMap(({ cases }) => cases);

/** As Spyglass sorts cases: those of one suite, classname and name that both passed and failed are flaky. */
function spyglass(cases: ReturnType<typeof casesOf>) {
  const byIdentity = Map.groupBy(cases, ({ classname, name }) => `${classname} ${name}`);
  const having = (passed: boolean, red: boolean) =>
    [...byIdentity].flatMap(([, members]) => {
      const isRed = members.map(({ outcomes }) => outcomes.some(({ kind }) => kind === 'failure' || kind === 'error'));
      const [scenario] = members.flatMap(({ properties }) => properties.scenario ?? []);
      return scenario && isRed.includes(false) === passed && isRed.includes(true) === red ? [scenario] : [];
    });
  return { flaky: having(true, true), failed: having(false, true) };
}

describe("junitReporter in Prow's dialect", () => {
  it('has a case of each attempt of what is flaky, so that Spyglass finds it', () => {
    expect(spyglass(casesOf())).to.deep.equal({
      flaky: ['aks-virtual-node/init-containers', 'aks-virtual-node/node-registers'],
      failed: ['aks-virtual-node/private-registry', 'aks-virtual-node/pvc-is-refused'],
    });
    const drifted = casesOf().filter(({ name }) => name.startsWith('aks-virtual-node/init-containers'));
    expect(drifted.map(({ outcomes }) => outcomes[0]?.kind)).to.deep.equal(['error', 'error', undefined]);
  });

  it('knows no flake where every attempt ended alike, or counted', () => {
    expect(spyglass(casesOf(everyVerdict())).flaky).to.deep.equal([]);
    for (const name of ['private-registry', 'pvc-is-refused'])
      expect(casesOf().filter((testCase) => testCase.name.includes(`/${name} `))).to.have.length(1);
  });

  it('counts what is there', () => {
    const cases = casesOf();
    const errors = cases.filter(({ outcomes }) => outcomes[0]?.kind === 'error').length;
    expect(rendered().counters).to.include({ tests: `${cases.length}`, errors: `${errors}` });
  });

  it('leaves out the message, which would be printed before the text', () => {
    for (const { outcomes } of casesOf(everyVerdict()))
      for (const { kind, message, text } of outcomes) {
        if (kind === 'skipped') continue;
        expect(message).to.equal(undefined);
        expect(text).to.match(/\S/);
      }
  });
});

import { join } from 'node:path';
import { expect } from 'chai';
import { loadScenarios } from '../harness/engine/load-scenarios.ts';
import type { Expectation } from '../harness/vocabulary/expectation.ts';

const scenarios = await loadScenarios(join(import.meta.dirname, '..'));

/** A text between slashes at the end of a word, or a part that only patterns have. */
const pattern = /(^|\s)\/\S.*\/[dgimsuvy]*($|[\s,.;)])|\\[SsdDwWb./]|\(\?[:=!<]|\[\^|\[object /;

describe('the summary of an expectation', () => {
  for (const [text, isPattern] of [
    ['Pod web logs /^755 0$/m', true],
    ['Pod web is Pending: /no node/', true],
    ['a providerID /^nifcloud:\\/\\/\\/[^/]+$/', true],
    ['Service web answers GET / with “/”', false],
    ['Service web answers GET /page.html with a page', false],
    ['is in topology.kubernetes.io/zone, from ebs.csi.aws.com/controller', false],
    ['the providerID nifcloud:///<zone>/<machine>', false],
  ] as const)
    it(`${text}: ${isPattern ? 'a pattern' : 'no pattern'}`, () => expect(pattern.test(text)).to.equal(isPattern));

  for (const { id, control = [], documented } of scenarios)
    it(`is a sentence without a regular expression in ${id}`, () => {
      const expectations: readonly Expectation[] = documented.flatMap((statement) => [
        ...statement.expect,
        ...(statement.kind === 'limitation' ? statement.lifted : []),
      ]);
      for (const { summary } of [...control, ...expectations]) expect(summary).to.not.match(pattern);
    });
});

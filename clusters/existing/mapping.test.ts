import { expect } from 'chai';
import { BadInputError } from '../../harness/errors.ts';
import { errorOf } from '../testing/contract-objects.ts';
import { schemaViolations } from '../topology/testing/schema-violations.ts';
import { mappingSchema, parseMapping, readMapping } from './mapping.ts';
import { temporary } from './testing/temporary.ts';

const violations = (text: string) => schemaViolations(mappingSchema, text);

const whole = `capabilities: [load-balancer, traffic]
components:
  akshci-csi-driver: 1.2.3
  nifcloud-csi-driver: { version: 0.9.0-rc.1, simulated: true }
`;

describe('parseMapping', () => {
  it('reads capabilities and components, and the schema has nothing against them', () => {
    const { capabilities, components } = parseMapping(whole, 'm.yaml');
    expect(capabilities.map(({ value }) => value)).to.deep.equal(['load-balancer', 'traffic']);
    expect(components.map(({ value }) => value)).to.deep.equal([
      { name: 'akshci-csi-driver', version: '1.2.3', simulated: false },
      { name: 'nifcloud-csi-driver', version: '0.9.0-rc.1', simulated: true },
    ]);
    expect(violations(whole)).to.deep.equal([]);
  });

  it('lets either be left out', () => {
    for (const text of ['capabilities: []', 'components: {}'])
      expect(parseMapping(text, 'm.yaml')).to.deep.equal({ capabilities: [], components: [] });
  });

  const bad: Readonly<Record<string, readonly [string, RegExp]>> = {
    'another field': [
      'capability: [zones]',
      /^m.yaml:1:1: capability: expected no field but capabilities, components; there/,
    ],
    'a capability that there is not': [
      'capabilities:\n  - zone',
      /^m.yaml:2:5: capabilities\[0\]: expected one of .*"zone"$/,
    ],
    'machines, which a declaration cannot stop': ['capabilities: [machines]', /^m.yaml:1:16: .* there was "machines"$/],
    'a capability twice': ['capabilities: [zones, zones]', /^m.yaml:1:23: .*expected each only once/],
    'a component that there is not': [
      'components: { ebs: 1.2.3 }',
      /^m.yaml:1:15: .*expected one of ebs-csi-driver, .*"ebs"$/,
    ],
    'a version of two parts': ['components:\n  etcd: 3.7', /^m.yaml:2:9: components.etcd: expected a version such as/],
    'a version with a v': ['components: { etcd: v3.7.1 }', /^m.yaml:1:21: .*; there was "v3.7.1"$/],
    'no version': ['components: { etcd: { simulated: true } }', /^m.yaml:1:21: components.etcd.version: expected a v/],
    'a text for true or false': [
      'components: { etcd: { version: 3.7.1, simulated: maybe } }',
      /simulated: expected true or false/,
    ],
  };
  for (const [what, [text, message]] of Object.entries(bad))
    it(`refuses ${what}, as the schema does`, () => {
      expect(() => parseMapping(text, 'm.yaml')).to.throw(BadInputError, message);
      expect(violations(text)).not.to.deep.equal([]);
    });
});

describe('readMapping', () => {
  it('names the file', async () => {
    using place = temporary({ 'm.yaml': 'zones' });
    expect(((await errorOf(readMapping(place.at('m.yaml')))) as Error).message).to.match(
      /\/m.yaml:1:1: expected a map/,
    );
    expect(((await errorOf(readMapping(place.at('none')))) as Error).message).to.match(
      /^--mapping \/.*\/none: expected/,
    );
  });
});

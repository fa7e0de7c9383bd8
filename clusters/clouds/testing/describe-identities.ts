import { expect } from 'chai';
import type { Cloud } from '../cloud.ts';

/** A machine's name and zone, and its id and providerID. */
type Identity = readonly [string, string | undefined, RegExp, RegExp];

export function describeIdentities(cloud: Cloud, identities: readonly Identity[]): void {
  describe(`the machines of ${cloud.name}`, () => {
    for (const [name, zone, id, providerID] of identities)
      it(`have the same identity in every run: ${name}`, () => {
        const place = { region: 'r-1', ...(zone !== undefined && { zone }) };
        const identity = cloud.identify(name, place);
        expect(identity.id).to.match(id);
        expect(identity.providerID).to.match(providerID);
        expect(cloud.identify(name, place)).to.deep.equal(identity);
      });
  });
}
